import type { FastifyInstance } from 'fastify';
import { contentDisposition, deadPolicy } from '../../../platform/http.ts';
import * as m from '../../ui/words/generated/messages.js';
import { principalOrProblem, sendProblem } from '../api-routes.ts';
import { api } from '../contract/api.ts';
import { ReportQuery } from '../contract/report.ts';
import type { FilesOptions } from '../files.ts';
import { webProblem } from '../problems.ts';
import { reportFor } from '../routes/reports.ts';
import { reportCsv } from './report-csv.ts';

/** A report to keep, for a spreadsheet. Who reads it on the screen may. */
export function serveReports(
  app: FastifyInstance,
  { identify, database, clock }: Pick<FilesOptions, 'identify' | 'database' | 'clock'>,
): void {
  app.get('/reports.csv', async (request, reply) => {
    const signedIn = await principalOrProblem(request, reply, identify, api.getReport.roles);
    if (signedIn === null) return reply;
    const { caller } = signedIn;
    const query = ReportQuery.safeParse(request.query);
    if (!query.success) return sendProblem(reply, webProblem('not-found', caller));
    const { timeZone, language } = caller;
    const report = await reportFor(database.db, query.data, { timeZone, at: clock.now() });
    const name = `${m.reports_csv_file({}, { locale: language })}-${report.from}_${report.to}.csv`;
    return reply
      .header('content-type', 'text/csv; charset=utf-8; header=present')
      .header('content-disposition', contentDisposition('attachment', name))
      .header('content-security-policy', deadPolicy)
      .header('cache-control', 'private, no-store')
      .send(reportCsv(report, language));
  });
}
