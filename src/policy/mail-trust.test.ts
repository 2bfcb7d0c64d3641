import { describe, expect, it } from 'vitest';
import {
  type CheckResult,
  handlingOf,
  type MailAuthentication,
  type MailTrust,
  mailTrust,
  type PublishedPolicy,
  type UnverifiedMail,
} from './mail-trust.ts';

const author = 'orinoco.example';
const ground = { ownDomains: ['desk.example'], trustedSealers: ['listas.example'] };

interface Found {
  readonly by?: 'own-server';
  readonly from?: string;
  readonly spf?: CheckResult;
  readonly spfDomain?: string;
  readonly dkim?: CheckResult;
  readonly aligned?: boolean;
  readonly whole?: boolean;
  readonly dmarc?: CheckResult;
  readonly policy?: PublishedPolicy;
  readonly arc?: MailAuthentication['arc'];
}

const trustOf = (found: Found): readonly string[] => {
  const { level, reason } = mailTrust(
    {
      by: found.by ?? 'desk',
      authorDomain: found.from ?? author,
      spf: { result: found.spf ?? 'none', domain: found.spfDomain ?? author },
      dkim:
        found.dkim === undefined
          ? []
          : [
              {
                result: found.dkim,
                domain: author,
                aligned: found.aligned ?? true,
                whole: found.whole ?? true,
              },
            ],
      dmarc: { result: found.dmarc ?? 'none', policy: found.policy ?? null },
      arc: found.arc ?? { result: 'none', sealers: [], dmarc: null },
    },
    ground,
  );
  return [level, reason];
};

const sealed = (...sealers: string[]) => ({ result: 'pass', sealers, dmarc: 'pass' }) as const;

describe('II, III who wrote a mail', () => {
  it.each<[string, Found, string, string]>([
    ['DMARC passes', { dmarc: 'pass', spf: 'pass', policy: 'reject' }, 'verified', 'dmarc'],
    ['our own server says so', { by: 'own-server', dmarc: 'pass' }, 'verified', 'own-server'],
    ['signed by the author’s domain, no DMARC', { dkim: 'pass' }, 'verified', 'dkim'],
    ['sent by the author’s server, no DMARC', { spf: 'pass' }, 'verified', 'spf'],
    ['a server below it', { spf: 'pass', spfDomain: `mail.${author}` }, 'verified', 'spf'],
    [
      'another’s server',
      { spf: 'pass', spfDomain: 'x.example' },
      'unverified',
      'nothing-published',
    ],
    [
      'a name that only ends alike',
      { spf: 'pass', spfDomain: `x${author}` },
      'unverified',
      'nothing-published',
    ],
    [
      'signed by somebody else',
      { dkim: 'pass', aligned: false },
      'unverified',
      'nothing-published',
    ],
    ['only a part is signed', { dkim: 'pass', whole: false }, 'unverified', 'partly-signed'],
    [
      'only a part is signed, DMARC passes by it',
      { dkim: 'pass', whole: false, dmarc: 'pass' },
      'unverified',
      'partly-signed',
    ],
    [
      'a part is signed, but its own server sent it',
      { dkim: 'pass', whole: false, spf: 'pass', dmarc: 'pass' },
      'verified',
      'dmarc',
    ],
    ['nothing is published', {}, 'unverified', 'nothing-published'],
    ['the domain disowns the server', { spf: 'fail' }, 'unverified', 'spf-refused'],
    ['the domain doubts the server', { spf: 'softfail' }, 'unverified', 'spf-refused'],
    [
      'DMARC only watches',
      { dmarc: 'fail', policy: 'none', spf: 'fail' },
      'unverified',
      'policy-not-met',
    ],
    [
      'DMARC asks for quarantine',
      { dmarc: 'fail', policy: 'quarantine', spf: 'fail' },
      'failed',
      'policy-refused',
    ],
    [
      'DMARC asks for refusal',
      { dmarc: 'fail', policy: 'reject', spf: 'none' },
      'failed',
      'policy-refused',
    ],
    [
      'fetched: SPF could not be asked',
      { dmarc: 'fail', policy: 'reject', spf: 'not-checked' },
      'unverified',
      'server-unknown',
    ],
    [
      'two readers of one author',
      { dmarc: 'permerror', spf: 'pass' },
      'unverified',
      'policy-not-met',
    ],
    [
      'our own domain, unproved',
      { from: 'desk.example', spfDomain: 'desk.example' },
      'failed',
      'own-domain',
    ],
    ['below our own domain, unproved', { from: 'a.desk.example' }, 'failed', 'own-domain'],
    ['our own domain, proved', { from: 'desk.example', dmarc: 'pass' }, 'verified', 'dmarc'],
    [
      'F32 no answer about DMARC',
      { dmarc: 'temperror', spf: 'fail' },
      'unverified',
      'dns-unavailable',
    ],
    [
      'F32 no answer about the key',
      { dkim: 'temperror', dmarc: 'fail', policy: 'reject' },
      'unverified',
      'dns-unavailable',
    ],
    [
      'no answer about a key of others',
      { dkim: 'temperror', aligned: false, dmarc: 'fail', policy: 'reject' },
      'failed',
      'policy-refused',
    ],
    ['F32 no answer about SPF', { spf: 'temperror' }, 'unverified', 'dns-unavailable'],
    [
      'a list that is believed',
      { dmarc: 'fail', policy: 'reject', arc: sealed('listas.example') },
      'verified',
      'arc',
    ],
    [
      'a list that is not',
      { dmarc: 'fail', policy: 'reject', arc: sealed('otra.example') },
      'failed',
      'policy-refused',
    ],
    [
      'one of two seals is not',
      { dmarc: 'fail', policy: 'reject', arc: sealed('listas.example', 'otra.example') },
      'failed',
      'policy-refused',
    ],
  ])('%s', (_, found, level, reason) => {
    expect(trustOf(found)).toEqual([level, reason]);
  });
});

describe('II what a mail may do', () => {
  const trust = (
    level: MailTrust['level'],
    reason: MailTrust['reason'],
    policy: MailTrust['policy'] = null,
  ): MailTrust => ({ level, reason, policy });

  it.each<[MailTrust, Readonly<Record<UnverifiedMail, string>>]>([
    [trust('verified', 'dkim'), { confirm: 'take', 'accept-unpublished': 'take', accept: 'take' }],
    [
      trust('unverified', 'nothing-published'),
      { confirm: 'confirm', 'accept-unpublished': 'take', accept: 'take' },
    ],
    [
      trust('unverified', 'spf-refused'),
      { confirm: 'confirm', 'accept-unpublished': 'confirm', accept: 'take' },
    ],
    [
      trust('unverified', 'policy-not-met', 'none'),
      { confirm: 'confirm', 'accept-unpublished': 'confirm', accept: 'take' },
    ],
    [
      trust('unverified', 'server-unknown', 'reject'),
      { confirm: 'confirm', 'accept-unpublished': 'confirm', accept: 'confirm' },
    ],
    [
      trust('unverified', 'server-unknown', 'quarantine'),
      { confirm: 'confirm', 'accept-unpublished': 'confirm', accept: 'confirm' },
    ],
    [
      trust('unverified', 'dns-unavailable'),
      { confirm: 'confirm', 'accept-unpublished': 'confirm', accept: 'take' },
    ],
    [
      trust('failed', 'policy-refused', 'reject'),
      { confirm: 'hold', 'accept-unpublished': 'hold', accept: 'hold' },
    ],
    [
      trust('failed', 'own-domain'),
      { confirm: 'hold', 'accept-unpublished': 'hold', accept: 'hold' },
    ],
  ])('$level by $reason', (found, expected) => {
    for (const terms of ['confirm', 'accept-unpublished', 'accept'] as const) {
      expect([terms, handlingOf(found, terms)]).toEqual([terms, expected[terms]]);
    }
  });
});
