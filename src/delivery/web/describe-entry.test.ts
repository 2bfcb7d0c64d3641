import { expect, it } from 'vitest';
import type { StatementLine } from '../../modules/credits/index.ts';
import { describeEntry } from './describe-entry.ts';

const charge = (clause: string, workMinutes: number): StatementLine => ({
  ...{ organizationId: 1, sequence: 3, kind: 'charge', clause, workMinutes, ticketId: 7 },
  change: { available: 0, held: -2, consumed: 2, expired: 0, issued: 0 },
  ...{ availableAfter: 5, heldAfter: 0, balanceChange: -2, balanceAfter: 5 },
  ...{ holdSequence: 2, correctsSequence: null, agreementVersion: 1, idempotencyKey: 'c' },
  ...{ requestSha256: '', actorPersonId: null, secondPersonId: null, expiresAt: null, at: 0 },
  ...{ previousHash: '', hash: '', reference: null, reason: null },
});

it.each([
  ['T3', 20, 'Cobro de 2 unidades: el mínimo por la solicitud #1125 (cláusula T3)'],
  [
    'T4',
    70,
    'Cobro de 2 unidades: trabajo de la solicitud #1125, 1 h 10 min en total (cláusula T4)',
  ],
  ['T5', 0, 'Cobro de 2 unidades: visita acordada, de la solicitud #1125 (cláusula T5)'],
  [
    'T6',
    0,
    'Cobro de 2 unidades: actividad pautada a la que el cliente no asistió o que canceló tarde, de la solicitud #1125 (cláusula T6)',
  ],
])('a charge under %s says what it is for', (clause, minutes, words) => {
  expect(describeEntry(charge(clause, minutes), 1125, 'es')).toBe(words);
});
