import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decline } from '../../kernel/declined.ts';
import { explainTextProblem, textProblemKinds } from '../../modules/notifications/index.ts';
import { isReasonKey } from '../../policy/reasons.ts';
import { refuse } from '../../policy/verdict.ts';
import { notDoneProblem, reasonsWithWords, webProblem, wordsFor } from './problems.ts';

const reader = { language: 'es' as const, timeZone: 'America/Caracas', requestId: 'r-1' };
const source = path.resolve(import.meta.dirname, '../..');

/** Every reason that the code of the server can give, read from the code itself. */
function reasonsInCode(pattern: RegExp): readonly string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !name.includes('.test.'),
  );
  const found = files.flatMap((name) =>
    [...readFileSync(path.join(source, name), 'utf8').matchAll(pattern)].map(
      (match) => match[1] ?? '',
    ),
  );
  return [...new Set(found)].toSorted();
}

describe('words', () => {
  const declined = reasonsInCode(/\bdecline\(\s*'([a-z-]+)'/g);
  const facts = {
    name: 'x',
    address: 'y',
    key: 'k',
    domain: 'desk.example',
    number: 7,
    problems: 2,
    linesMax: 2000,
    megabytes: 25,
    found: 'U+202E',
    permitted: 'contact',
    max: 250,
  };
  const fallback = wordsFor('no-such-reason', {}, reader).happened;

  it.each(declined)(
    'declined, %s, says what happened and what next, in both languages',
    (reason) => {
      for (const language of ['es', 'en'] as const) {
        const { happened, next } = wordsFor(reason, facts, { ...reader, language });
        expect(happened.length).toBeGreaterThan(10);
        expect(next.length).toBeGreaterThan(10);
        expect(`${happened} ${next}`).not.toMatch(/undefined|problems_|\{/);
      }
      expect(wordsFor(reason, {}, reader).happened).not.toBe(fallback);
    },
  );

  it.each(reasonsInCode(/\brefuse\(\s*'[^']+',\s*'([a-z-]+)'/g))(
    'refused, %s, has words',
    (reason) => {
      const hasOwn = isReasonKey(reason) || wordsFor(reason, {}, reader).happened !== fallback;
      expect(hasOwn).toBe(true);
    },
  );

  it.each(textProblemKinds)('a letter’s text with %s has words and its own status', (problem) => {
    const declined = explainTextProblem('merged', { part: 'subject', problem, found: '{x}' });
    const { status, title, detail } = notDoneProblem(declined, reader).problem;
    expect(status).toBe(422);
    expect(title).not.toBe(fallback);
    expect(`${title} ${detail}`).not.toContain('undefined');
  });

  it('the page of the API explains each of them', () => {
    const explained = reasonsWithWords().map(({ reason }) => reason);
    expect(declined.filter((reason) => !explained.includes(reason))).toEqual([]);
    expect(JSON.stringify(reasonsWithWords())).not.toContain('undefined');
  });
});

describe('a problem', () => {
  it('of the agreement names its clause', () => {
    const refusal = refuse('T1', 'credit-insufficient', { availableUnits: 1, requiredUnits: 2 });
    const { problem } = notDoneProblem(refusal, reader);
    expect(problem).toMatchObject({ status: 409, clause: 'T1', reason: 'credit-insufficient' });
    expect(problem.title).toContain('T1');
  });

  it('that passes with time says when', () => {
    const declined = decline('too-many-attempts', { retryAfterSeconds: 61 });
    const { problem, headers } = notDoneProblem(declined, reader);
    expect([problem.status, headers['retry-after']]).toEqual([429, '61']);
    expect(problem.detail).toContain('2 min');
  });

  it('of our own names the request, for whoever asks us about it', () => {
    const { problem } = webProblem('internal', reader);
    expect(problem.detail).toContain('r-1');
  });
});
