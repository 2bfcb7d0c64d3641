import type { Language } from '../../kernel/language.ts';
import { fetchFailureWords } from './mailbox-words.ts';
import * as m from './words/generated/messages.js';

/** What the mailbox doctor found, as far as words need it. */
export interface Finding {
  readonly key: string;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What was found and what to do about it; by its stable key. */
export function findingWords({ key, facts }: Finding, locale: Language): string {
  const options = { locale };
  const fact = (name: string): string => String(facts[name] ?? '');
  switch (key) {
    case 'incoming-failed': {
      const source = {
        host: fact('host'),
        user: fact('user'),
        folder: fact('folder'),
        doneFolder: null,
      };
      const said = fact('words');
      const words = fetchFailureWords(fact('failure'), source, locale);
      return said === '' ? words : `${words} «${said}»`;
    }
    case 'incoming-imap':
      return m.mailboxes_found_incoming_imap(
        { folder: fact('folder'), host: fact('host'), messages: fact('messages') },
        options,
      );
    case 'incoming-door':
      return m.mailboxes_found_incoming_door({}, options);
    case 'incoming-inactive':
      return m.mailboxes_found_incoming_inactive({}, options);
    case 'dns-silent':
      return m.mailboxes_found_dns_silent({ name: fact('name'), code: fact('code') }, options);
    case 'mx-there':
      return m.mailboxes_found_mx_there({ domain: fact('domain'), hosts: fact('hosts') }, options);
    case 'mx-none':
      return m.mailboxes_found_mx_none({ domain: fact('domain') }, options);
    case 'mx-null':
      return m.mailboxes_found_mx_null({ domain: fact('domain') }, options);
    case 'spf-there':
      return m.mailboxes_found_spf_there(
        { domain: fact('domain'), record: fact('record') },
        options,
      );
    case 'spf-none':
      return m.mailboxes_found_spf_none({ domain: fact('domain') }, options);
    case 'spf-several':
      return m.mailboxes_found_spf_several(
        { domain: fact('domain'), count: fact('count') },
        options,
      );
    case 'spf-anybody':
      return m.mailboxes_found_spf_anybody(
        { domain: fact('domain'), record: fact('record') },
        options,
      );
    case 'spf-open':
      return m.mailboxes_found_spf_open(
        { domain: fact('domain'), record: fact('record') },
        options,
      );
    case 'dmarc-there':
      return m.mailboxes_found_dmarc_there(
        { domain: fact('domain'), policy: fact('policy') },
        options,
      );
    case 'dmarc-watching':
      return m.mailboxes_found_dmarc_watching({ domain: fact('domain') }, options);
    case 'dmarc-none':
      return m.mailboxes_found_dmarc_none({ domain: fact('domain') }, options);
    case 'dmarc-several':
      return m.mailboxes_found_dmarc_several({ domain: fact('domain') }, options);
    case 'dmarc-without-policy':
      return m.mailboxes_found_dmarc_without_policy(
        { domain: fact('domain'), record: fact('record') },
        options,
      );
    case 'relay-answers':
      return m.mailboxes_found_relay_answers({ host: fact('host') }, options);
    case 'relay-none':
      return m.mailboxes_found_relay_none({}, options);
    case 'relay-failed':
      return m.mailboxes_found_relay_failed({ host: fact('host'), words: fact('words') }, options);
    case 'round-trip-made':
      return m.mailboxes_found_round_trip_made(
        { to: fact('to'), seconds: fact('seconds') },
        options,
      );
    case 'round-trip-not-tried':
      return m.mailboxes_found_round_trip_not_tried({}, options);
    case 'round-trip-refused':
      return m.mailboxes_found_round_trip_refused({ words: fact('words') }, options);
    case 'round-trip-not-sent':
      return m.mailboxes_found_round_trip_not_sent(
        { seconds: fact('seconds'), words: fact('words') },
        options,
      );
    case 'round-trip-not-arrived':
      return m.mailboxes_found_round_trip_not_arrived(
        { to: fact('to'), seconds: fact('seconds') },
        options,
      );
    case 'dkim-signed':
      return m.mailboxes_found_dkim_signed({ name: fact('name') }, options);
    case 'dkim-unsigned':
      return m.mailboxes_found_dkim_unsigned({ domain: fact('domain') }, options);
    case 'dkim-key-missing':
      return m.mailboxes_found_dkim_key_missing({ name: fact('name') }, options);
    case 'dkim-key-revoked':
      return m.mailboxes_found_dkim_key_revoked({ name: fact('name') }, options);
    case 'dkim-not-known':
      return m.mailboxes_found_dkim_not_known({}, options);
    default:
      return key;
  }
}

/** What is looked at. */
export function stepWords(step: string, locale: Language): string {
  const options = { locale };
  switch (step) {
    case 'incoming':
      return m.mailboxes_step_incoming({}, options);
    case 'mx':
      return m.mailboxes_step_mx({}, options);
    case 'spf':
      return m.mailboxes_step_spf({}, options);
    case 'dmarc':
      return m.mailboxes_step_dmarc({}, options);
    case 'relay':
      return m.mailboxes_step_relay({}, options);
    case 'round-trip':
      return m.mailboxes_step_round_trip({}, options);
    case 'dkim':
      return m.mailboxes_step_dkim({}, options);
    default:
      return step;
  }
}
