import { canonicalForm } from '../../../modules/credits/index.ts';
import { codeOf, type StatementDocument, wordsOf } from './statement-document.ts';

/** A statement for programs, a piece at a time: every number, and what is sealed of each line (`check-statement.ts`). */
export async function* statementJson(document: StatementDocument): AsyncGenerator<string> {
  const { statement, language } = document;
  const head = {
    format: 'atenta-statement-1',
    issuedBy: document.firmName,
    customer: document.customerName,
    account: statement.organizationId,
    code: codeOf(document),
    verifyAt: document.verifyUrl,
    issuedAt: new Date(statement.issuedAt).toISOString(),
    from: document.fromDay,
    to: document.toDay,
    timeZone: document.timeZone,
    opening: statement.opening,
    closing: statement.closing,
    disputedUnits: document.disputedUnits,
  };
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "entries": [`;
  let separator = '\n';
  for await (const lines of document.pages) {
    for (const shown of lines) {
      const { line, ticketNumber } = shown;
      const entry = {
        sequence: line.sequence,
        at: new Date(line.at).toISOString(),
        kind: line.kind,
        words: wordsOf(shown, language).detail,
        ticketNumber,
        clause: line.clause,
        workMinutes: line.workMinutes,
        reference: line.reference,
        reason: line.reason,
        disputedUnits: shown.disputedUnits,
        availableChange: line.change.available,
        heldChange: line.change.held,
        balanceChange: line.balanceChange,
        availableAfter: line.availableAfter,
        heldAfter: line.heldAfter,
        balanceAfter: line.balanceAfter,
        sealed: canonicalForm(line),
        hash: line.hash,
      };
      yield `${separator}    ${JSON.stringify(entry)}`;
      separator = ',\n';
    }
  }
  yield '\n  ]\n}\n';
}
