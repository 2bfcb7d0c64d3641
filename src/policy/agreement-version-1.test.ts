import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { agreementVersion1 } from './agreement-version-1.ts';
import { agreementText } from './clause-text.ts';
import { clauseIds } from './clauses.ts';
import { priorities } from './terms.ts';

const { clauses, terms } = agreementVersion1;
const signatory = {
  firm: 'SmartCloud Solutions',
  mailbox: 'servicedesk@smartcloudsolutions.com.ve',
};

/** The policy on paper, put together again from the clauses: letters, numbers and headings as printed. */
function policyOnPaper(): string {
  const untitled = new Set(['IV', 'V', 'T']);
  const lines = agreementText(agreementVersion1, 'es', signatory).flatMap((section) => {
    const numbered = section.id === 'P' || section.id === 'T' ? '' : `${section.id}. `;
    const members = section.clauses.map(({ id, title, text }) => {
      if (section.heading === null) return `${title} ${text}`;
      if (id === 'P') return text;
      const mark = id.startsWith('T') ? id.slice(1) : id.slice(-1);
      return untitled.has(section.id) ? `${mark}. ${text}` : `${mark}. ${title}. ${text}`;
    });
    return [`${numbered}${section.heading ?? ''}`, section.introduction ?? '', ...members];
  });
  return lines.join(' ').replace(/\s+/g, ' ').trim();
}

describe('agreement version 1', () => {
  it('is the policy that the firm published, letter by letter', () => {
    const fingerprint = createHash('sha256').update(policyOnPaper()).digest('hex');
    expect(fingerprint).toBe('1bf5df7d3ba5187a686d65912e06e7497878368c1fab72ac82d637daba1559a8');
  });

  it.each(clauseIds)('%s has a title and a text in both languages, and they differ', (id) => {
    const { title, text } = clauses[id];
    for (const words of [title, text]) {
      expect(words.es.trim()).not.toBe('');
      expect(words.en.trim()).not.toBe('');
      expect(words.en).not.toBe(words.es);
    }
  });

  it.each(clauseIds)(
    '%s names the firm and the mailbox in the same places in both languages',
    (id) => {
      const { text, opens } = clauses[id];
      const placeholders = (words: string | undefined) => words?.match(/\{[^}]*\}/g)?.sort() ?? [];
      for (const words of [text, opens?.heading, opens?.introduction]) {
        expect(placeholders(words?.en)).toEqual(placeholders(words?.es));
        for (const placeholder of placeholders(words?.es)) {
          expect(['{firm}', '{mailbox}']).toContain(placeholder);
        }
      }
    },
  );

  it('names no firm', () => {
    expect(JSON.stringify(agreementVersion1)).not.toMatch(/smartcloud/i);
  });

  it('VII the times are those of the text', () => {
    const said = [
      ...clauses.VII.text.es.matchAll(
        /Prioridad (.+) - Resolucion: (\d+) horas, Atención: (\d+) horas/g,
      ),
    ];
    const fromText = said.flatMap(([, levels = '', resolution, firstResponse]) =>
      levels.split(' y ').map((level) => [
        `p${level}`,
        {
          resolutionMinutes: Number(resolution) * 60,
          firstResponseMinutes: Number(firstResponse) * 60,
        },
      ]),
    );
    const fromTerms = priorities
      .filter((priority) => priority !== 'agreed')
      .map((priority) => {
        const { hours: _, ...minutes } = terms.targets[priority];
        return [priority, minutes];
      });
    expect(Object.fromEntries(fromTerms)).toEqual(Object.fromEntries(fromText));
  });

  it('VI.e the agreed priority promises no time', () => {
    expect(terms.targets.agreed).toMatchObject({
      firstResponseMinutes: null,
      resolutionMinutes: null,
    });
  });

  it('the targets count around the clock', () => {
    expect(priorities.map((priority) => terms.targets[priority].hours)).toEqual(
      priorities.map(() => 'calendar'),
    );
  });

  it.each([
    ['T1', terms.credits.availableUnitsMin],
    ['T3', terms.credits.unitsPerTicketMin],
    ['T4', terms.credits.minutesPerUnit / 60],
    ['VIII.b', terms.closing.attemptsMin],
  ] as const)('%s the number in the text is the number in the terms', (id, number) => {
    for (const text of [clauses[id].text.es, clauses[id].text.en]) {
      expect(text.match(/\((\d+)\)/)?.[1]).toBe(String(number));
    }
  });

  it('the numbers that the text leaves open are the settled ones', () => {
    expect(terms).toMatchObject({
      priorityUnsuggested: 'p3',
      credits: { furtherUnits: 'charge', overdraftUnitsMax: 5, adjustmentUnitsAloneMax: 10 },
      closing: {
        attemptSpacingHours: 24,
        graceHours: 48,
        presencesMax: 2,
        abandonment: 'close',
        reopeningDays: 14,
        automaticCloseDays: 5,
      },
    });
  });
});
