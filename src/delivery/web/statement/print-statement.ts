import { groupVerificationCode } from '../../../kernel/verification-code.ts';
import { readFirm } from '../../../modules/agreements/index.ts';
import { listDisputedCharges } from '../../../modules/credits/index.ts';
import type { PrintStatement } from '../../../modules/notifications/index.ts';
import type { BlobStore } from '../../../platform/blobs.ts';
import type { Database } from '../../../platform/database/index.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import { isTooLongForPdf, readStatementPages } from './read-statement-pages.ts';
import { disputedUnitsIn } from './statement-document.ts';
import { statementPdf } from './statement-pdf.ts';

/** Far above what the longest statement takes. */
const sizeLimitBytes = 10 * 1024 * 1024;

/** Prints statements that go by mail: the same PDF that the portal hands out, in the customer's own time zone. */
export const statementPrinter =
  (desk: {
    readonly database: Database;
    readonly blobs: BlobStore;
    readonly publicUrl: string;
  }): PrintStatement =>
  async ({ statement, month, customer, language }) => {
    if (isTooLongForPdf(statement)) return null;
    const { db } = desk.database;
    const firm = await readFirm(db);
    const disputed = await listDisputedCharges(db, statement.organizationId);
    const address = paths.verifyCode(groupVerificationCode(statement.code));
    const pdf = statementPdf({
      statement,
      firmName: firm.name,
      customerName: customer.name,
      language,
      timeZone: customer.timeZone,
      fromDay: month.firstDay,
      toDay: month.lastDay,
      verifyUrl: new URL(address, desk.publicUrl).href,
      disputedUnits: disputedUnitsIn(statement, disputed),
      pages: readStatementPages(db, statement, disputed),
    });
    const { sha256, sizeBytes } = await desk.blobs.put(pdf, { sizeLimitBytes });
    const name = m.credits_statement_file({}, { locale: language });
    return {
      sha256,
      byteSize: sizeBytes,
      fileName: `${name}-${month.month}.pdf`,
      mediaType: 'application/pdf',
    };
  };
