import { isMuted } from '../../../policy/automatic-answers.ts';
import type { MailHandling, MailTrust } from '../../../policy/mail-trust.ts';
import type { ReadMail, UnderstoodMail } from '../understand/model.ts';

/** What the desk knows about the people and the request behind a mail, looked up before it is judged. */
export interface MailContext {
  readonly mailboxId: number | null;
  readonly sender: {
    readonly personId: number;
    readonly disabled: boolean;
    readonly isAgent: boolean;
    /** Null: known, but a contact of nobody. */
    readonly organizationId: number | null;
    /** What the proof of who wrote it allows (policy/mail-trust). */
    readonly handling: MailHandling;
  } | null;
  /** What the mail proves about who wrote it; null when there is no author to prove. */
  readonly trust: MailTrust | null;
  /** The request that the mail answers, by token or by Message-ID. */
  readonly thread: { readonly ticketId: number; readonly organizationId: number } | null;
  /**
   * What the sender has to do with that request: `follows` whoever reads it in the portal, `removed` whom somebody took
   * out of it; anybody else is a `stranger` to it, even of the same customer. Null without a request or a sender.
   */
  readonly place: 'follows' | 'removed' | 'stranger' | null;
  /** The mail of ours that a bounce is about. */
  readonly bounced: { readonly mailId: number; readonly ticketId: number | null } | null;
  /** It carries the Message-ID of a mail of ours: it went round. */
  readonly isOurs: boolean;
  /** Its sender floods the desk. */
  readonly isStorm: boolean;
  /** Automatic mail of this sender in the request, since a person wrote there. */
  readonly automaticInARow: number;
}

export type MailVerdict =
  | {
      readonly outcome: 'register';
      readonly mail: ReadMail;
      readonly personId: number;
      readonly organizationId: number;
    }
  | {
      readonly outcome: 'append';
      readonly mail: ReadMail;
      readonly personId: number;
      readonly ticketId: number;
      readonly automatic: boolean;
    }
  | {
      readonly outcome: 'report';
      readonly mail: ReadMail;
      readonly mailId: number;
      readonly ticketId: number | null;
    }
  | {
      readonly outcome: 'quarantine';
      readonly reason: QuarantineReason;
      readonly facts: Readonly<Record<string, string | number>>;
      readonly ticketId: number | null;
    };

export const quarantineReasons = [
  'over-limit',
  'duty-address',
  'bounce-unmatched',
  'automatic',
  'sender-unreadable',
  'sender-unknown',
  'sender-disabled',
  'sender-is-agent',
  'sender-without-customer',
  'sender-not-participant',
  'sender-removed',
  'sender-not-following',
  'sender-unverified',
  'sender-forged',
  'sender-denied',
  'storm',
  'muted',
  'loop',
  'left-on-server',
  'processing-failed',
] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/**
 * What a mail may do (EMAIL.md, order of rule 2): limits, bounce, automatic, identity, thread, proof of the author. Pure. Whatever is not
 * certain waits in the quarantine for a person, with its reason; nothing is dropped.
 */
export function judgeMail(understood: UnderstoodMail, context: MailContext): MailVerdict {
  const threadId = context.thread?.ticketId ?? null;
  const quarantine = (
    reason: QuarantineReason,
    facts: Readonly<Record<string, string | number>> = {},
  ): MailVerdict => ({
    outcome: 'quarantine',
    reason,
    facts,
    ticketId: threadId,
  });

  if (understood.rejected) {
    return quarantine('over-limit', { limit: understood.reason, detail: understood.detail });
  }
  const mail = understood;
  if (mail.bounce !== null) {
    if (context.bounced === null)
      return quarantine('bounce-unmatched', { action: mail.bounce.action });
    return { outcome: 'report', mail, ...context.bounced };
  }
  if (mail.automatic.isLoop || context.isOurs) return quarantine('loop');
  const automatic = mail.automatic.isAutoReply || mail.automatic.isList || mail.automatic.isBounce;
  if (mail.from === null)
    return quarantine('sender-unreadable', { problem: mail.fromProblem ?? 'missing' });
  const { sender, thread } = context;
  if (automatic && thread === null) {
    return quarantine('automatic', { signs: mail.automatic.signs.join(', ') });
  }
  if (sender === null) return quarantine('sender-unknown', { address: mail.from.address });
  if (sender.disabled) return quarantine('sender-disabled', { address: mail.from.address });
  if (sender.isAgent) return quarantine('sender-is-agent', { address: mail.from.address });
  if (sender.organizationId === null) {
    return quarantine('sender-without-customer', { address: mail.from.address });
  }
  if (context.isStorm) return quarantine('storm', { address: mail.from.address });
  if (thread === null && context.mailboxId === null) return quarantine('duty-address');
  // Rule 4: the token or the Message-ID says which request, and no more than that. Whoever may read it may write to it;
  // a colleague to whom its letters were forwarded waits for an agent.
  if (thread !== null && thread.organizationId !== sender.organizationId) {
    return quarantine('sender-not-participant', { address: mail.from.address });
  }
  if (context.place === 'removed') {
    return quarantine('sender-removed', { address: mail.from.address });
  }
  if (context.place === 'stranger') {
    return quarantine('sender-not-following', { address: mail.from.address });
  }
  if (sender.handling !== 'take') {
    if (automatic) return quarantine('automatic', { signs: mail.automatic.signs.join(', ') });
    return quarantine(sender.handling === 'confirm' ? 'sender-unverified' : 'sender-forged', {
      address: mail.from.address,
      why: context.trust?.reason ?? 'dns-unavailable',
    });
  }
  if (thread === null) {
    return {
      outcome: 'register',
      mail,
      personId: sender.personId,
      organizationId: sender.organizationId,
    };
  }
  if (automatic && isMuted(context.automaticInARow)) {
    return quarantine('muted', { address: mail.from.address });
  }
  return {
    outcome: 'append',
    mail,
    personId: sender.personId,
    ticketId: thread.ticketId,
    // CLOCKS: what no person wrote answers no question, whatever program made it.
    automatic: mail.automatic.isByMachine,
  };
}
