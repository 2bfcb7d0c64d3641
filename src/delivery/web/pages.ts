import { randomBytes } from 'node:crypto';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import { type HttpAnswer, pagePolicy, safePath } from '../../platform/http.ts';
import type { Log } from '../../platform/log.ts';
import { paths } from '../ui/paths.ts';
import type { Assets } from './assets.ts';
import { type Client, ProblemAnswer } from './contract/client.ts';
import type { Page, PageAnswer, PageRequest } from './contract/page.ts';
import type { Me } from './contract/people.ts';
import type { OperationId } from './contract/routes.ts';
import type { Dispatch } from './dispatch.ts';
import { fileOf, parserFileBytesMax, type TakeFile } from './files.ts';
import type { Identify } from './identify-caller.ts';
import { notDoneProblem, type ProblemResponse, webProblem } from './problems.ts';
import type { Caller } from './request-context.ts';

export interface PagesOptions {
  readonly identify: Identify;
  readonly dispatch: Dispatch;
  readonly takeFile: TakeFile;
  readonly assets: Assets;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: () => string;
  readonly pages: readonly Page[];
  /** Shown for a problem that no page has caught, and where there is no page. */
  readonly problemPage: ProblemPage;
}

/** A problem as a page for people; the words are the problem's own. */
export type ProblemPage = (
  problem: ProblemAnswer['problem'],
  request: Pick<
    PageRequest,
    'me' | 'language' | 'timeZone' | 'url' | 'nonce' | 'asset' | 'now' | 'call'
  >,
) => Promise<PageAnswer>;

const formFieldsMax = 200;
const filesMax = 20;
const formBytesMax = 1024 * 1024;

/**
 * Serves server-rendered pages. Each is handed a client of the contract with the rights of whoever is signed in, and
 * nothing else: what the API does not allow, a page cannot do.
 */
export async function servePages(app: FastifyInstance, options: PagesOptions): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.register(multipart, {
      limits: { files: filesMax, fields: formFieldsMax, fieldSize: formBytesMax },
    });
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: formBytesMax },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    for (const page of options.pages) {
      scope.route({
        method: page.method,
        url: page.path,
        handler: (request, reply) => answerPage(request, reply, page, options),
      });
    }
    done();
  });
}

/** Also for addresses where there is no page, and for failures of pages. */
export async function answerProblemPage(
  request: FastifyRequest,
  reply: FastifyReply,
  options: PagesOptions,
  caller: Caller,
  problem: ProblemAnswer['problem'],
): Promise<FastifyReply> {
  const base = await requestBase(request, options, caller);
  return send(reply, await options.problemPage(problem, base), base.nonce, problem.status);
}

/** While the database is away nobody can be asked who somebody is: the page is a stranger's, and asks for nothing. */
export async function answerUnavailable(
  request: FastifyRequest,
  options: PagesOptions,
  stranger: Caller,
  { problem, headers }: ProblemResponse,
): Promise<HttpAnswer> {
  const base = await requestBase(request, options, stranger);
  const page = await options.problemPage(problem, base);
  return {
    status: problem.status,
    headers: {
      ...headers,
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy(base.nonce),
    },
    body: 'html' in page ? page.html : '',
  };
}

async function answerPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
  options: PagesOptions,
): Promise<FastifyReply> {
  const identified = await options.identify(request, reply);
  const { caller } = identified;
  if (!identified.ok) {
    const { problem } =
      identified.reason === 'declined'
        ? notDoneProblem(identified.declined, caller)
        : webProblem(identified.reason, caller);
    return answerProblemPage(request, reply, options, caller, problem);
  }
  if (page.signedIn && caller.principal === null) {
    return reply.redirect(signInFor(request, options), 303);
  }
  if (page.signedIn && caller.principal?.factorOwed === true && page.beforeFactor !== true) {
    return reply.redirect(paths.secondFactor, 303);
  }
  try {
    const base = await requestBase(request, options, caller);
    const posted = await readForm(request, caller, page, options.takeFile);
    const answer = await page.handle({
      ...base,
      params: stringParams(request.params),
      ...posted,
    });
    return send(reply, answer, base.nonce, 200);
  } catch (error) {
    const problem = problemOf(error, caller, options.log);
    // The session ended while the page was open: signing in comes first.
    if (problem.status === 401 && page.signedIn) {
      return reply.redirect(signInFor(request, options), 303);
    }
    return answerProblemPage(request, reply, options, caller, problem);
  }
}

/**
 * Where signing in leads back to: the page that was asked for, or the one on which a form stood that was sent without a
 * session, which then says that it was not sent (`unsent`).
 */
function signInFor(request: FastifyRequest, { pages, publicUrl }: PagesOptions): string {
  const next =
    request.method === 'GET'
      ? safePath(request.url, '/')
      : pageOfForm(request, { pages, publicUrl });
  return `/sign-in?next=${encodeURIComponent(next)}`;
}

function pageOfForm(
  request: FastifyRequest,
  { pages, publicUrl }: Pick<PagesOptions, 'pages' | 'publicUrl'>,
): string {
  const desk = publicUrl();
  const act = new URL(safePath(request.url, '/'), desk);
  const from = URL.parse(request.headers.referer ?? '') ?? act;
  const { pathname, searchParams } = from.origin === act.origin ? from : act;
  // A form that was refused stands at the address of its act, which has no page: the next one above it has.
  for (let path = pathname; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
    if (!pages.some((page) => page.method === 'GET' && page.signedIn && isAt(page.path, path)))
      continue;
    if (path !== pathname) return `${path}?unsent=1`;
    searchParams.set('unsent', '1');
    return safePath(`${path}?${searchParams}`, '/');
  }
  return '/?unsent=1';
}

/** Whether a path is one of those that a pattern such as `/tickets/:number` names. */
function isAt(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every(
      (part, index) => part === given[index] || (part.startsWith(':') && given[index] !== ''),
    )
  );
}

async function requestBase(request: FastifyRequest, options: PagesOptions, caller: Caller) {
  const call = clientOf(options.dispatch, caller);
  const me: Me | null = caller.principal === null ? null : await call('getMe');
  return {
    call,
    me,
    language: caller.language,
    timeZone: caller.timeZone,
    url: new URL(request.url, options.publicUrl()),
    nonce: randomBytes(16).toString('base64'),
    asset: options.assets.urlOf,
    now: options.clock.now(),
  };
}

/** The contract's client without the network: the same checks as a call from outside. */
function clientOf(dispatch: Dispatch, caller: Caller): Client {
  const call = async (operation: OperationId, input: LooseInput = {}): Promise<unknown> => {
    const answer = await dispatch(
      {
        operation,
        params: input.params ?? {},
        query: withoutAbsent(input.query ?? {}),
        body: input.body === undefined ? undefined : JSON.parse(JSON.stringify(input.body)),
        idempotencyKey: input.idempotencyKey ?? null,
      },
      caller,
    );
    if (answer.ok) return answer.body;
    throw new ProblemAnswer(answer.problem);
  };
  // The table of routes pairs each operation with its types; the compiler cannot follow that through a generic body.
  return call as Client;
}

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

const withoutAbsent = (query: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== undefined && value !== null),
  );

type Posted = Pick<PageRequest, 'form' | 'files' | 'refusedFiles'>;

async function readForm(
  request: FastifyRequest,
  caller: Caller,
  page: Page,
  takeFile: TakeFile,
): Promise<Posted> {
  if (request.isMultipart()) return readMultipart(request, caller, page, takeFile);
  const form: Record<string, string[]> = Object.create(null);
  if (request.body instanceof URLSearchParams) {
    for (const [name, value] of [...request.body].slice(0, formFieldsMax)) {
      addField(form, name, value);
    }
  }
  return { form, files: [], refusedFiles: [] };
}

/** Files stream into the store as they come; one that cannot be taken does not take the rest of the form with it. */
async function readMultipart(
  request: FastifyRequest,
  caller: Caller,
  page: Page,
  takeFile: TakeFile,
): Promise<Posted> {
  const form: Record<string, string[]> = Object.create(null);
  const files: PageRequest['files'][number][] = [];
  const refusedFiles: PageRequest['refusedFiles'][number][] = [];
  const { principal } = caller;
  for await (const part of request.parts({ limits: { fileSize: parserFileBytesMax } })) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') addField(form, part.fieldname, part.value);
      continue;
    }
    if (part.fieldname === page.textFile) {
      const text = await readText(part.file);
      if (text !== '') addField(form, part.fieldname, text);
      continue;
    }
    const name: string | undefined = part.filename;
    // A file field that was left empty is sent as a file without a name.
    if (name === undefined || name === '' || principal === null) {
      part.file.resume();
      continue;
    }
    const taken = await takeFile(fileOf(part), principal);
    if ('declined' in taken) {
      part.file.resume();
      const { problem } = notDoneProblem(taken, caller);
      refusedFiles.push({ name, words: `${problem.title} ${problem.detail ?? ''}` });
    } else files.push({ field: part.fieldname, attachmentId: taken.id, name: taken.fileName });
  }
  return { form, files, refusedFiles };
}

/** As much of a file as a form may hold; the rest is passed over, so that the form can be read to its end. */
async function readText(file: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of file) {
    if (bytes <= formBytesMax) chunks.push(chunk);
    bytes += chunk.length;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, formBytesMax);
}

function addField(form: Record<string, string[]>, name: string, value: string): void {
  const values = form[name];
  if (values === undefined) form[name] = [value];
  else values.push(value);
}

function stringParams(params: unknown): Readonly<Record<string, string>> {
  if (typeof params !== 'object' || params === null) return {};
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, String(value)] as const),
  );
}

function problemOf(error: unknown, caller: Caller, log: Log): ProblemAnswer['problem'] {
  if (error instanceof ProblemAnswer) return error.problem;
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 413) return webProblem('too-large', caller).problem;
  if (status >= 400 && status < 500) return webProblem('malformed', caller).problem;
  log.error({ err: error, requestId: caller.requestId }, 'a page failed');
  return webProblem('internal', caller).problem;
}

function send(
  reply: FastifyReply,
  answer: PageAnswer,
  nonce: string,
  status: number,
): FastifyReply {
  reply.header('cache-control', 'no-store');
  // A page redirects inside the desk only, whatever it was told.
  if ('redirect' in answer) return reply.redirect(safePath(answer.redirect, '/'), 303);
  return reply
    .code(answer.status ?? status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy(nonce))
    .send(answer.html);
}
