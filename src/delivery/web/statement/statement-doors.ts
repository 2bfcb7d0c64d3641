import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { decline } from '../../../kernel/declined.ts';
import { groupVerificationCode } from '../../../kernel/verification-code.ts';
import { readFirm } from '../../../modules/agreements/index.ts';
import {
  type Anchors,
  issueStatement,
  listDisputedCharges,
  type StatementFormat,
  statementFormats,
} from '../../../modules/credits/index.ts';
import { readOrganization, takeAttempt } from '../../../modules/people/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { contentDisposition, deadPolicy } from '../../../platform/http.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import { principalOrProblem, sendProblem } from '../api-routes.ts';
import { Day } from '../contract/common.ts';
import { type FilesOptions, toId } from '../files.ts';
import { notDoneProblem, webProblem } from '../problems.ts';
import { mayReachOrganization } from '../request-context.ts';
import { startOfDay } from '../start-of-day.ts';
import { isTooLongForPdf, pdfLinesMax, readStatementPages } from './read-statement-pages.ts';
import { statementCsv } from './statement-csv.ts';
import { disputedUnitsIn, type StatementDocument } from './statement-document.ts';
import { statementJson } from './statement-json.ts';
import { statementPdf } from './statement-pdf.ts';

export interface StatementOptions extends Pick<FilesOptions, 'identify' | 'database' | 'clock'> {
  readonly publicUrl: () => string;
  /** The last hash of every statement is written down outside the database, too. */
  readonly anchors: Anchors;
}

const readers = ['customer_administrator', 'agent', 'supervisor', 'billing', 'administrator'];
const statementsPerHourMax = 60;

const SpanQuery = z.object({ from: Day.optional(), to: Day.optional() });

/** A customer's statement to keep: as CSV for a spreadsheet, as JSON for programs, as PDF for people. */
export function serveStatements(app: FastifyInstance, options: StatementOptions): void {
  for (const format of statementFormats) {
    app.get<{ Params: { id: string } }>(
      `/organizations/:id/statement.${format}`,
      (request, reply) => answer(request, reply, format),
    );
  }

  async function answer(
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
    format: StatementFormat,
  ): Promise<FastifyReply> {
    const { database, clock, anchors } = options;
    // The roles are named as the contract names them.
    const allowed = readers as Parameters<typeof principalOrProblem>[3];
    const signedIn = await principalOrProblem(request, reply, options.identify, allowed);
    if (signedIn === null) return reply;
    const { caller, principal } = signedIn;
    const at = clock.now();
    const organizationId = toId(request.params.id);
    const span = SpanQuery.safeParse(request.query);
    const organization =
      organizationId === null || !mayReachOrganization(principal, organizationId)
        ? null
        : await readOrganization(database.db, organizationId, at);
    if (organizationId === null || organization === null || !span.success) {
      return sendProblem(reply, webProblem('not-found', caller));
    }
    const limit = { key: `statement:by:${principal.personId}`, attemptsMax: statementsPerHourMax };
    const tooMany = await takeAttempt(database.db, [{ ...limit, windowSeconds: 3600 }], at);
    if (tooMany !== null) return sendProblem(reply, notDoneProblem(tooMany, caller));
    const { from, to } = span.data;
    const statement = await inTransaction(database, (tx) =>
      issueStatement(tx, {
        organizationId,
        format,
        from: startOfDay(from, { daysLater: 0, zone: caller.timeZone }),
        until: startOfDay(to, { daysLater: 1, zone: caller.timeZone }),
        issuedByPersonId: principal.personId,
        at,
      }),
    );
    const { closing } = statement;
    if (format === 'pdf' && isTooLongForPdf(statement)) {
      const declined = decline('statement-too-long', { linesMax: pdfLinesMax });
      return sendProblem(reply, notDoneProblem(declined, caller));
    }
    await anchors.keep({ organizationId, sequence: closing.sequence, hash: closing.hash });
    const firm = await readFirm(database.db);
    const disputed = await listDisputedCharges(database.db, organizationId);
    const address = paths.verifyCode(groupVerificationCode(statement.code));
    const document: StatementDocument = {
      statement,
      firmName: firm.name,
      customerName: organization.name,
      language: caller.language,
      timeZone: caller.timeZone,
      fromDay: from ?? null,
      toDay: to ?? null,
      verifyUrl: new URL(address, options.publicUrl()).href,
      disputedUnits: disputedUnitsIn(statement, disputed),
      pages: readStatementPages(database.db, statement, disputed),
    };
    const name = `${m.credits_statement_file({}, { locale: caller.language })}-${fileSpan(from, to)}`;
    return reply
      .header('content-type', mediaTypes[format])
      .header('content-disposition', contentDisposition('attachment', `${name}.${format}`))
      .header('content-security-policy', deadPolicy)
      .header('cache-control', 'private, no-store')
      .send(contentOf(document));
  }
}

const mediaTypes: Readonly<Record<StatementFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  pdf: 'application/pdf',
};

function contentOf(document: StatementDocument): NodeJS.ReadableStream {
  if (document.statement.format === 'csv') return Readable.from(statementCsv(document));
  if (document.statement.format === 'json') return Readable.from(statementJson(document));
  return statementPdf(document);
}

const fileSpan = (from: string | undefined, to: string | undefined): string =>
  [from, to].filter((day) => day !== undefined).join('_') || 'todo';
