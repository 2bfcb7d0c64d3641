import type { Language } from '../../kernel/language.ts';
import type { InboundMail } from '../../modules/correspondence/index.ts';
import type { CheckResult, MailAuthentication } from '../../policy/mail-trust.ts';
import { formatBytes } from '../ui/format.ts';
import * as m from '../ui/words/generated/messages.js';

/** One mail of the quarantine, as a person decides about it. */
export const describeQuarantined = (
  waiting: InboundMail,
  mailboxes: ReadonlyMap<number, string>,
  language: Language,
) => ({
  id: waiting.id,
  fromAddress: waiting.fromAddress,
  fromName: waiting.fromName,
  subject: waiting.subject,
  mailbox: waiting.mailboxId === null ? null : (mailboxes.get(waiting.mailboxId) ?? null),
  reason: waiting.quarantineReason ?? '',
  words: quarantineWords(waiting, language),
  trust: waiting.trust,
  byteSize: waiting.byteSize,
  copies: waiting.copies,
  receivedAt: new Date(waiting.receivedAt).toISOString(),
  handledBy: null,
});

/** What was asked about the sender and what came out, a line each. Empty: nobody could be asked about it. */
export function describeChecks({ authentication }: InboundMail, language: Language) {
  if (authentication === null) return [];
  const { spf, dkim, dmarc, arc } = authentication;
  const found = resultsWords(language);
  const signed = dkim.map(({ result, domain }) => `${domain}: ${found[result]}`).join('; ');
  const best = (['pass', 'temperror', 'fail'] as const).find((result) =>
    dkim.some((signature) => signature.result === result && signature.aligned),
  );
  return [
    { name: 'SPF', result: spf.result, words: withDomain(spf.domain, found[spf.result]) },
    {
      name: 'DKIM',
      result: best ?? (dkim.length === 0 ? 'none' : 'neutral'),
      words: signed || found.none,
    },
    { name: 'DMARC', result: dmarc.result, words: dmarcWords(authentication, language) },
    ...(arc.result === 'none'
      ? []
      : [
          {
            name: 'ARC',
            result: arc.result,
            words: withDomain(arc.sealers.join(', ') || null, found[arc.result]),
          },
        ]),
  ];
}

const withDomain = (domain: string | null, words: string): string =>
  domain === null ? words : `${domain}: ${words}`;

function dmarcWords({ dmarc, authorDomain, by }: MailAuthentication, locale: Language): string {
  const options = { locale };
  const found = withDomain(authorDomain, resultsWords(locale)[dmarc.result]);
  const published =
    dmarc.policy === null ? '' : ` ${m.log_check_policy({ policy: dmarc.policy }, options)}`;
  return `${found}${published}${by === 'own-server' ? ` ${m.log_check_by_own_server({}, options)}` : ''}`;
}

function resultsWords(locale: Language): Readonly<Record<CheckResult, string>> {
  const options = { locale };
  return {
    pass: m.log_check_pass({}, options),
    fail: m.log_check_fail({}, options),
    softfail: m.log_check_softfail({}, options),
    neutral: m.log_check_neutral({}, options),
    none: m.log_check_none({}, options),
    policy: m.log_check_neutral({}, options),
    temperror: m.log_check_temperror({}, options),
    permerror: m.log_check_permerror({}, options),
    'not-checked': m.log_check_not_checked({}, options),
  };
}

function quarantineWords(
  { quarantineReason, quarantineFacts }: InboundMail,
  locale: Language,
): string {
  const address = String(quarantineFacts?.['address'] ?? '');
  const limit = String(quarantineFacts?.['limit'] ?? '');
  const options = { locale };
  switch (quarantineReason) {
    case 'over-limit':
      return m.log_quarantine_over_limit({ limit }, options);
    case 'duty-address':
      return m.log_quarantine_duty_address({}, options);
    case 'bounce-unmatched':
      return m.log_quarantine_bounce_unmatched({}, options);
    case 'automatic':
      return m.log_quarantine_automatic({}, options);
    case 'sender-unreadable':
      return m.log_quarantine_sender_unreadable({}, options);
    case 'sender-unknown':
      return m.log_quarantine_sender_unknown({ address }, options);
    case 'sender-disabled':
      return m.log_quarantine_sender_disabled({ address }, options);
    case 'sender-is-agent':
      return m.log_quarantine_sender_is_agent({ address }, options);
    case 'sender-without-customer':
      return m.log_quarantine_sender_without_customer({ address }, options);
    case 'sender-not-participant':
      return m.log_quarantine_sender_not_participant({ address }, options);
    case 'sender-removed':
      return m.log_quarantine_sender_removed({ address }, options);
    case 'sender-not-following':
      return m.log_quarantine_sender_not_following({ address }, options);
    case 'sender-unverified':
      return m.log_quarantine_sender_unverified(
        { address, why: whyUnproven(quarantineFacts?.['why'], locale) },
        options,
      );
    case 'sender-forged':
      return m.log_quarantine_sender_forged(
        { address, why: whyUnproven(quarantineFacts?.['why'], locale) },
        options,
      );
    case 'sender-denied':
      return m.log_quarantine_sender_denied({ address }, options);
    case 'storm':
      return m.log_quarantine_storm({ address }, options);
    case 'muted':
      return m.log_quarantine_muted({ address }, options);
    case 'loop':
      return m.log_quarantine_loop({}, options);
    case 'left-on-server': {
      if (quarantineFacts?.['why'] !== 'too-large') {
        return m.log_quarantine_left_unreadable({ uid: String(quarantineFacts?.['uid']) }, options);
      }
      const size = formatBytes(Number(quarantineFacts['bytes']), locale);
      return m.log_quarantine_left_too_large({ size }, options);
    }
    default:
      return m.log_quarantine_processing_failed({}, options);
  }
}

/** The reason of policy/mail-trust in words. */
function whyUnproven(reason: unknown, locale: Language): string {
  const options = { locale };
  switch (reason) {
    case 'own-domain':
      return m.log_unproven_own_domain({}, options);
    case 'policy-refused':
      return m.log_unproven_policy_refused({}, options);
    case 'policy-not-met':
      return m.log_unproven_policy_not_met({}, options);
    case 'spf-refused':
      return m.log_unproven_spf_refused({}, options);
    case 'partly-signed':
      return m.log_unproven_partly_signed({}, options);
    case 'server-unknown':
      return m.log_unproven_server_unknown({}, options);
    case 'dns-unavailable':
      return m.log_unproven_dns_unavailable({}, options);
    default:
      return m.log_unproven_nothing_published({}, options);
  }
}
