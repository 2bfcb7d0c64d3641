import { languages } from '../../../kernel/language.ts';
import {
  agreementInForce,
  type Firm,
  readFirm,
  readPublishedAgreement,
  updateFirm,
} from '../../../modules/agreements/index.ts';
import { listMailboxes } from '../../../modules/correspondence/index.ts';
import { type Db, inTransaction } from '../../../platform/database/index.ts';
import { clauseText } from '../../../policy/clause-text.ts';
import { clauseIds } from '../../../policy/clauses.ts';
import { type Agreement, priorities } from '../../../policy/terms.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { toTime } from './as-json.ts';

/** The agreement that the desk runs, in both languages, and the firm that gives it. */
export function mountAgreement({ mount }: Mounting): void {
  mount('getFirm', async (_, { database }) => firmAnswer(await readFirm(database.db)));

  mount('updateFirm', async ({ body }, { database, acting }) =>
    firmAnswer(await inTransaction(database, (tx) => updateFirm(tx, body, acting))),
  );

  mount('getAgreement', async (_, { database, at }) => {
    const { version } = await agreementInForce(database.db, at);
    return agreementAnswer(database.db, version);
  });

  mount('getAgreementVersion', ({ params }, { database }) =>
    agreementAnswer(database.db, params.version),
  );
}

const firmAnswer = ({ name, language, timeZone }: Firm) => ({ name, language, timeZone });

async function agreementAnswer(db: Db, version: number) {
  const published = await readPublishedAgreement(db, version);
  if (published === null) return notFound;
  const { terms } = published.agreement;
  const { credits, closing } = terms;
  return {
    version,
    effectiveFrom: toTime(published.effectiveFrom),
    clauses: await clausesOf(db, published.agreement),
    promises: priorities.map((priority) => ({ priority, ...terms.targets[priority] })),
    credits: {
      availableUnitsMin: credits.availableUnitsMin,
      unitsPerTicketMin: credits.unitsPerTicketMin,
      minutesPerUnit: credits.minutesPerUnit,
    },
    closing: {
      attemptsMin: closing.attemptsMin,
      attemptSpacingHours: closing.attemptSpacingHours,
      graceHours: closing.graceHours,
      reopeningDays: closing.reopeningDays,
      automaticCloseDays: closing.automaticCloseDays,
    },
  };
}

/** The text names the firm and its service mailbox (III): the first one in use. */
export async function clausesOf(db: Db, agreement: Agreement) {
  const { name: firm } = await readFirm(db);
  const mailboxes = await listMailboxes(db);
  const mailbox = mailboxes.find(({ active }) => active)?.address ?? '';
  return clauseIds.map((id) => {
    const [es, en] = languages.map((language) =>
      clauseText(agreement, id, language, { firm, mailbox }),
    );
    return {
      id,
      title: { es: es?.title ?? '', en: en?.title ?? '' },
      text: { es: es?.text ?? '', en: en?.text ?? '' },
    };
  });
}
