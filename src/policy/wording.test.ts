import { describe, expect, it } from 'vitest';
import { priorities } from './terms.ts';
import { actingKinds, ticketActs, ticketStatuses } from './transitions.ts';
import { wordingFor } from './wording.ts';

const es = wordingFor('es', 'America/Caracas');
const en = wordingFor('en', 'America/Caracas');

describe('wording', () => {
  it.each([
    [1, '1 unidad de crédito', '1 credit unit'],
    [2, '2 unidades de crédito', '2 credit units'],
    [0, '0 unidades de crédito', '0 credit units'],
    [-1, '-1 unidad de crédito', '-1 credit unit'],
  ])('%i units', (units, spanish, english) => {
    expect(es.units(units)).toBe(spanish);
    expect(en.units(units)).toBe(english);
  });

  it.each([
    [0, '0 min'],
    [59, '59 min'],
    [60, '1 h'],
    [70, '1 h 10 min'],
    [4320, '72 h'],
  ])('%i minutes: %s', (minutes, words) => {
    expect(es.minutes(minutes)).toBe(words);
    expect(en.minutes(minutes)).toBe(words);
  });

  it('a moment says its date, hour and zone, in the zone of the reader', () => {
    const moment = Date.UTC(2026, 2, 7, 2, 5);
    expect(es.moment(moment)).toMatch(/^6 mar\.? 2026, 22:05 (VET|GMT-4)$/);
    expect(en.moment(moment)).toMatch(/^Mar 6, 2026, 22:05 GMT-4$/);
    expect(wordingFor('en', 'Europe/Madrid').moment(moment)).toMatch(/^Mar 7, 2026, 03:05 GMT\+1$/);
  });

  it('clauses are cited as people call them', () => {
    expect([es.clause('T1'), es.clause('P')]).toEqual(['cláusula T1', 'preámbulo']);
    expect([en.clause('IV.b'), en.clause('P')]).toEqual(['clause IV.b', 'preamble']);
  });

  it('priorities stand inside a sentence', () => {
    expect(es.priority('p1')).toBe('prioridad 1 (Crítica)');
    expect(en.priority('agreed')).toBe('agreed priority');
  });

  it('every name exists in both languages, and is not the same in both', () => {
    const named = (say: typeof es): readonly string[] => [
      ...priorities.map(say.priority),
      ...ticketStatuses.map(say.status),
      ...ticketActs.map(say.act),
      ...actingKinds.map(say.actor),
      say.clock('firstResponse'),
      say.clock('resolution'),
      say.clock('nextResponse'),
    ];
    const english = named(en);
    named(es).forEach((name, index) => {
      expect(name).not.toBe('');
      expect(english[index]).not.toBe(name);
    });
  });
});
