import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../modules/people/index.ts';
import { authorise } from './authorise.ts';
import { api } from './contract/api.ts';
import { type Role, roles } from './contract/route.ts';
import type { OperationId } from './contract/routes.ts';
import type { CallAnswer, Dispatch } from './dispatch.ts';
import { streamedOperations } from './handlers.ts';
import type { Identify } from './identify-caller.ts';
import { notDoneProblem, type ProblemResponse, webProblem } from './problems.ts';
import type { Caller } from './request-context.ts';

/** Every operation of the contract at its address, JSON in and out. */
export function serveApi(app: FastifyInstance, identify: Identify, dispatch: Dispatch): void {
  // Fastify reads text/plain as a body too, which a form of a foreign page can send.
  app.removeContentTypeParser('text/plain');
  const streamed: readonly OperationId[] = streamedOperations;
  // The table's keys are its operations.
  for (const operation of Object.keys(api) as OperationId[]) {
    if (streamed.includes(operation)) continue;
    const route = api[operation];
    app.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        const caller = await callerOrProblem(request, reply, identify);
        if (caller === null) return reply;
        const answer = await dispatch(
          {
            operation,
            params: request.params,
            query: request.query,
            // An operation without a body is sent none; whatever comes along is not looked at.
            body: request.body,
            idempotencyKey: headerOf(request, 'idempotency-key'),
          },
          caller,
        );
        return sendAnswer(reply, answer);
      },
    });
  }
}

/** The caller, or null when the problem has been answered already. */
export async function callerOrProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  identify: Identify,
): Promise<Caller | null> {
  const identified = await identify(request, reply);
  if (identified.ok) return identified.caller;
  const problem =
    identified.reason === 'declined'
      ? notDoneProblem(identified.declined, identified.caller)
      : webProblem(identified.reason, identified.caller);
  sendProblem(reply, problem);
  return null;
}

/**
 * Who is signed in, at an address outside the contract, by the same rule as inside it; null when the problem has been
 * answered already.
 */
export async function principalOrProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  identify: Identify,
  allowed: readonly Role[] = signedInRoles,
): Promise<{ readonly caller: Caller; readonly principal: Principal } | null> {
  const caller = await callerOrProblem(request, reply, identify);
  if (caller === null) return null;
  const access = authorise({ method: 'GET', roles: allowed }, caller.principal);
  if (access === 'granted' && caller.principal !== null) {
    return { caller, principal: caller.principal };
  }
  sendProblem(reply, webProblem(access === 'granted' ? 'not-signed-in' : access, caller));
  return null;
}

const signedInRoles = roles.filter((role) => role !== 'anonymous');

export function sendAnswer(reply: FastifyReply, answer: CallAnswer): FastifyReply {
  if (!answer.ok) return sendProblem(reply, answer);
  reply.code(answer.status).header('cache-control', 'no-store');
  if (answer.body === undefined || answer.status === 204) return reply.send();
  return reply
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(answer.body));
}

export function sendProblem(
  reply: FastifyReply,
  { problem, headers }: ProblemResponse,
): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(problem.status)
    .headers(headers)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

export function headerOf(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}
