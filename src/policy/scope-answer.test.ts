import { describe, expect, it } from 'vitest';
import {
  answerAbout,
  answerOwedIn,
  mayClaimScope,
  mayDecideScope,
  type ScopeFacts,
} from './scope-answer.ts';

const none = { es: '', en: '' };
const both = { es: 'No lo atendemos', en: 'We do not' };

describe('I what is answered about a service', () => {
  it.each([
    ['support: nothing, whatever was written once', 'support', both, null],
    ['a project of which the firm says nothing: nothing', 'project', none, null],
    ['a project: what happens now', 'project', both, both],
    ['out of scope: the firm’s words', 'outOfScope', both, both],
    [
      'written in one language: that one in both',
      'outOfScope',
      { ...none, en: 'No' },
      { es: 'No', en: 'No' },
    ],
  ] as const)('%s', (_, kind, answer, expected) => {
    expect(answerAbout({ kind, answer })).toEqual(expected);
  });

  it('out of scope without a word of the firm: the product’s own, in both languages', () => {
    const own = answerAbout({ kind: 'outOfScope', answer: none });
    expect(own?.es).toMatch(/^Lo que pide no forma parte/);
    expect(own?.en).toMatch(/^What you ask for is not one/);
  });

  it.each([
    ['support', none, []],
    ['project', none, []],
    ['outOfScope', both, []],
    ['outOfScope', { ...both, en: ' ' }, ['en']],
    ['outOfScope', none, ['es', 'en']],
  ] as const)('%s with %o owes it in %o', (kind, answer, owed) => {
    expect(answerOwedIn({ kind, answer })).toEqual(owed);
  });
});

describe('I whose scope is still to be talked about', () => {
  const answered = { answered: true, registered: false, claimed: false, outcome: null } as const;
  const reasonOf = (refusal: ReturnType<typeof mayClaimScope>) => refusal?.reason ?? null;

  it.each<[string, Partial<ScopeFacts>, string | null, string | null, string | null]>([
    ['answered', {}, null, null, 'scope-not-claimed'],
    ['claimed', { claimed: true }, 'scope-claimed', null, null],
    [
      'claimed and kept out',
      { claimed: true, outcome: 'out-of-scope' },
      'scope-claimed',
      null,
      'scope-not-claimed',
    ],
    ['taken on', { outcome: 'in-scope' }, ...thrice('scope-not-answered')],
    ['never answered', { answered: false }, ...thrice('scope-not-answered')],
    ['attended to before', { registered: true }, ...thrice('scope-attended')],
  ])('%s: claim, taking on, keeping out', (_, facts, claim, takingOn, keepingOut) => {
    const all = { ...answered, ...facts };
    expect(reasonOf(mayClaimScope(all))).toBe(claim);
    expect(reasonOf(mayDecideScope(all, 'in-scope'))).toBe(takingOn);
    expect(reasonOf(mayDecideScope(all, 'out-of-scope'))).toBe(keepingOut);
  });
});

function thrice(reason: string): [string, string, string] {
  return [reason, reason, reason];
}
