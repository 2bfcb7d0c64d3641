import { createHash } from 'node:crypto';
import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { minuteMs } from '../../kernel/duration.ts';
import { readThread } from '../../modules/correspondence/index.ts';
import {
  askForInformation,
  assignTicket,
  closeTicket,
  decideProposal,
  findTicketById,
  isNotDone,
  lockTicketById,
  logWork,
  type NotDone,
  type Reader,
  readTicket,
  referTicket,
  registerTicket,
  rejectTicket,
  reopenTicket,
  resolveTicket,
  reverseWork,
  type Ticket,
  verifyTicketPriority,
  withdrawTicket,
  writeAsAgent,
  writeAsCustomer,
} from '../../modules/tickets/index.ts';
import { inTransaction, type Tx } from '../../platform/database/index.ts';
import type { Priority } from '../../policy/terms.ts';
import { demoCatalogue } from './catalogue.ts';
import type { CustomerKey } from './customers.ts';
import {
  type DemoDesk,
  done,
  type KnownContact,
  known,
  knownContact,
  settle,
} from './demo-desk.ts';
import type { AgentKey, TeamKey } from './firm.ts';
import { playActivity } from './play-activity.ts';
import { sendMailIn } from './send-mail-in.ts';
import { fill, type Step, type Story, spanMs } from './story.ts';
import { uploadFile } from './upload-file.ts';
import { meetingTimes, nextAtWork } from './working-hours.ts';

/** A story, the customer it happens to, and when. */
export interface Telling {
  readonly story: Story;
  readonly customer: CustomerKey;
  /** Which of the customer's contacts. */
  readonly contact: number;
  readonly slots: Readonly<Record<string, string>>;
  readonly begins: Instant;
  /** True: people act at the moments told; else nights and Sundays are left out. */
  readonly aroundTheClock: boolean;
  /** Which telling of the month this is: decides who takes it. */
  readonly index: number;
}

/** What became of it, while it is being told. */
export interface Told {
  ticketId: number | null;
  agent: AgentKey;
  /** The agreement went faster than the story: nothing more is told of it. */
  ended: boolean;
}

export interface Happening {
  readonly at: Instant;
  readonly run: (desk: DemoDesk) => Promise<void>;
}

const teamOfService = new Map(
  demoCatalogue.flatMap(({ services }) => services.map(({ key, team }) => [key, team])),
);
const takers: Readonly<Record<TeamKey, readonly AgentKey[]>> = {
  desk: ['mariana', 'luis', 'mariana', 'carolina'],
  infrastructure: ['andres', 'luis', 'andres'],
  projects: ['gabriela'],
};

/** Everything that happens in one telling, each with its moment, and what will have become of it. */
export function happeningsOf(
  telling: Telling,
  zone: string,
): { readonly happenings: readonly Happening[]; readonly state: Told } {
  const { story, begins, aroundTheClock, index } = telling;
  const team = (story.service && teamOfService.get(story.service)) ?? 'desk';
  const agents = takers[team];
  const state: Told = {
    ticketId: null,
    agent: agents[index % agents.length] ?? 'mariana',
    ended: false,
  };
  const happenings: Happening[] = [{ at: begins, run: (desk) => register(desk, telling, state) }];
  let at = begins;
  let times: readonly Instant[] = [];
  let agreed = begins;
  for (const step of story.steps) {
    at = spanMs(step.after) + (step.act === 'outcome' ? agreed : at);
    if (!aroundTheClock && !keepsItsMoment(step)) at = nextAtWork(at, zone);
    if ('times' in step) times = meetingTimes(at, step.times.map(spanMs), zone);
    if (step.act === 'agree') agreed = times[0] ?? agreed;
    const proposed = times;
    happenings.push({ at, run: (desk) => runStep(desk, telling, state, step, proposed) });
  }
  return { happenings, state };
}

/** An outcome belongs to its agreed time; and a time is agreed before it comes, on a Sunday too. */
const keepsItsMoment = ({ act }: Step): boolean => act === 'outcome' || act === 'agree';

const contactOf = (desk: DemoDesk, { customer, contact }: Telling): KnownContact =>
  knownContact(desk, customer, contact);

// How it comes in

async function register(desk: DemoDesk, telling: Telling, state: Told): Promise<void> {
  const { story, slots } = telling;
  const contact = contactOf(desk, telling);
  const subject = fill(story.subject, slots);
  const text = fill(story.text, slots);
  const file = story.file && {
    name: fill(story.file.name, slots),
    text: fill(story.file.text, slots),
  };
  if (story.via === 'email') {
    state.ticketId = await sendMailIn(desk, {
      from: { name: contact.name, address: contact.email },
      subject,
      text: `${text}\n\nSaludos,\n${contact.name}\n`,
      copies: (story.copies ?? []).map(({ name, mailbox }) => ({
        name,
        address: `${mailbox}@${slots['dominio']}`,
      })),
      ...(file === undefined ? {} : { file }),
    });
    return;
  }
  const at = desk.clock.now();
  const { organizationId } = known(desk.customers, telling.customer);
  const channel = story.via ?? 'portal';
  const inPerson = channel === 'phone' || channel === 'visit';
  const agentId = known(desk.agents, state.agent);
  const attachmentIds = file === undefined ? [] : [await uploadFile(desk, contact.personId, file)];
  const ticket = await inTransaction(desk.database, (tx) =>
    registerTicket(tx, {
      organizationId,
      requesterPersonId: contact.personId,
      registeredByPersonId: inPerson ? agentId : null,
      channel,
      subject,
      description: text,
      expectedResult: story.expected === undefined ? '' : fill(story.expected, slots),
      suggestion:
        story.suggests === undefined
          ? null
          : { priority: story.suggests, from: 'person', readIn: 'form' },
      categoryId: null,
      serviceId: story.service === undefined ? null : known(desk.services, story.service),
      answers: Object.fromEntries(
        Object.entries(story.answers ?? {}).map(([key, value]) => [key, fill(value, slots)]),
      ),
      teamId: null,
      mailboxId: null,
      attachmentIds,
      ...(story.claims === undefined ? {} : { scopeClaim: fill(story.claims, slots) }),
      receivedAt: at,
      at,
    }),
  );
  state.ticketId = done(ticket).id;
  await settle(desk);
}

// What happens to it

async function runStep(
  desk: DemoDesk,
  telling: Telling,
  state: Told,
  step: Step,
  times: readonly Instant[],
): Promise<void> {
  const { ticketId } = state;
  if (ticketId === null || state.ended) return;
  if (step.agent !== undefined) state.agent = step.agent;
  const byMail = telling.story.via === 'email';
  if (byMail && (step.act === 'answer' || step.act === 'reopen')) {
    await answerByMail(desk, telling, ticketId, step.text);
    return;
  }
  const outcome = await inTransaction(desk.database, async (tx) => {
    const ticket = await lockTicketById(tx, ticketId);
    if (ticket === undefined) throw new RangeError(`there is no ticket ${ticketId}`);
    return actOn(tx, desk, telling, state, ticket, step, times);
  });
  // The agreement went faster than the story: closed by itself, abandoned, or still held. Its last word stands.
  if (isNotDone(outcome)) {
    if (outcome.reason !== 'act-not-from-status') {
      throw new Error(`${step.act} of «${telling.story.subject}»: ${JSON.stringify(outcome)}`);
    }
    state.ended = true;
  }
  await settle(desk);
}

async function answerByMail(
  desk: DemoDesk,
  telling: Telling,
  ticketId: number,
  said: string,
): Promise<void> {
  const contact = contactOf(desk, telling);
  const ticket = await findTicketById(desk.tx, ticketId);
  const [answers] = await readThread(desk.tx, ticketId, 1);
  await sendMailIn(desk, {
    from: { name: contact.name, address: contact.email },
    subject: ticket?.subject ?? '',
    text: `${fill(said, telling.slots)}\n`,
    ...(answers === undefined ? {} : { answers }),
  });
}

function actOn(
  tx: Tx,
  desk: DemoDesk,
  telling: Telling,
  state: Told,
  ticket: Ticket,
  step: Step,
  times: readonly Instant[],
): Promise<unknown | NotDone> {
  const at = desk.clock.now();
  const personId = known(desk.agents, state.agent);
  const contact = contactOf(desk, telling);
  const customer: Reader = {
    kind: 'customer',
    personId: contact.personId,
    organizationId: ticket.organizationId,
    administrator: contact.administrator,
  };
  const agent = { kind: 'agent', personId } as const;
  const words = (text: string) => fill(text, telling.slots);
  const attachmentIds: readonly number[] = [];
  switch (step.act) {
    case 'take':
      return assignTicket(tx, ticket, { personId, assigneePersonId: personId, at });
    case 'verify':
      return verifyTicketPriority(tx, ticket, {
        personId,
        priority: step.priority,
        reason: step.reason === '' ? unsaid(ticket, step.priority, telling) : step.reason,
        at,
      });
    case 'reply':
    case 'note':
      return writeAsAgent(tx, ticket, {
        personId,
        visibility: step.act === 'note' ? 'internal' : 'public',
        text: words(step.text),
        attachmentIds,
        at,
      });
    case 'ask':
      return askForInformation(tx, ticket, { personId, text: words(step.text), attachmentIds, at });
    case 'answer':
      return writeAsCustomer(tx, ticket, {
        personId: contact.personId,
        channel: 'portal',
        text: words(step.text),
        attachmentIds,
        arrivedAt: at,
        at,
      });
    case 'work':
      return logWork(tx, ticket, {
        personId,
        minutes: step.minutes,
        billableMinutes: step.billable,
        note: words(step.note),
        workedAt: at - step.minutes * minuteMs,
        at,
      });
    case 'undo-work':
      return undoLastWork(tx, ticket, { personId, reason: step.reason, at });
    case 'resolve':
      return resolveTicket(tx, ticket, {
        personId,
        form: step.form,
        text: words(step.text),
        attachmentIds,
        at,
      });
    case 'offer':
    case 'propose':
    case 'agree':
    case 'call-off':
    case 'outcome':
      return playActivity(tx, desk, ticket, step, {
        agentId: personId,
        customerId: contact.personId,
        times,
        words,
      });
    case 'admit':
      return admitCopied(tx, desk, telling, ticket, step.mailbox);
    case 'confirm':
      return closeTicket(tx, ticket, { by: customer, at });
    case 'close':
      return closeTicket(tx, ticket, { by: agent, at });
    case 'reopen':
      return reopenTicket(tx, ticket, {
        by: customer,
        channel: 'portal',
        reason: words(step.text),
        at,
      });
    case 'withdraw':
      return withdrawTicket(tx, ticket, { by: customer, reason: words(step.reason), at });
    case 'refer':
      return referTicket(tx, ticket, { personId, reason: words(step.reason), teamId: null, at });
    case 'reject':
      return rejectTicket(tx, ticket, {
        by: agent,
        cause: step.cause,
        reason: words(step.reason),
        duplicateOfNumber: null,
        at,
      });
  }
}

/** A mail that named no level, or another one than the business impact calls for. */
function unsaid(ticket: Ticket, priority: Priority, { customer }: Telling): string {
  if (ticket.priority === priority) return '';
  return customer === 'bayou'
    ? 'Your message named no level; by its impact on the business it is this one.'
    : 'El mensaje no indicaba un nivel; por su impacto en el negocio le corresponde este.';
}

/** II: who administers the customer lets somebody follow whom the mail copied. */
async function admitCopied(
  tx: Tx,
  desk: DemoDesk,
  { customer, slots }: Telling,
  ticket: Ticket,
  mailbox: string,
): Promise<unknown | NotDone> {
  const at = desk.clock.now();
  const { contacts, organizationId } = known(desk.customers, customer);
  const administrator = contacts.find((contact) => contact.administrator);
  if (administrator === undefined) throw new RangeError(`${customer} has an administrator`);
  const { personId } = administrator;
  const reader = { kind: 'customer', personId, organizationId, administrator: true } as const;
  const view = await readTicket(tx, ticket.number, reader, at);
  const address = `${mailbox}@${slots['dominio']}`;
  const proposal = view?.proposals.find((one) => one.address === address);
  if (proposal === undefined) throw new RangeError(`nobody proposed ${address}`);
  return decideProposal(tx, ticket, {
    proposalId: proposal.id,
    outcome: 'accepted',
    byPersonId: personId,
    acting: { actor: personActor(personId), at, ipAddress: null },
  });
}

async function undoLastWork(
  tx: Tx,
  ticket: Ticket,
  undo: { readonly personId: number; readonly reason: string; readonly at: Instant },
): Promise<unknown> {
  const reader = { kind: 'agent', personId: undo.personId } as const;
  const view = await readTicket(tx, ticket.number, reader, undo.at);
  const workId = view?.work.at(-1)?.id;
  if (workId === undefined) throw new RangeError('there is work to take back');
  return reverseWork(tx, ticket, { ...undo, workId });
}

/** Numbers and names that differ from one telling to the next, the same at every load. */
export function passingSlots(index: number): Readonly<Record<string, string>> {
  const mark = createHash('sha256').update(`telling ${index}`).digest();
  const pick = (offset: number, count: number) => mark.readUInt16BE(offset) % count;
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    numero: String(1200 + pick(0, 8600)),
    equipo: `PC-${String(3 + pick(2, 90)).padStart(3, '0')}`,
    hora: `${8 + pick(4, 3)}:${two(pick(6, 12) * 5)}`,
    dia: ['el lunes', 'ayer', 'anteayer', 'el fin de semana'][pick(8, 4)] ?? 'ayer',
  };
}
