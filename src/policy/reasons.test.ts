import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AdmissionFacts, admit, contactStates, contractStates } from './admission.ts';
import { agreementVersion1 } from './agreement-version-1.ts';
import {
  type Inquiry,
  mayAbandon,
  mayConfirmPresence,
  mayReopen,
  mayResolve,
  maySplit,
} from './closing.ts';
import { mayMerge } from './merging.ts';
import { mayConfirmPlace } from './onsite.ts';
import { verifyPriority } from './priority.ts';
import { explainRefusal, isReasonKey, reasonTemplates } from './reasons.ts';
import { mayClaimScope, mayDecideScope } from './scope-answer.ts';
import { standings } from './standing.ts';
import { actingKinds, mayTransition, ticketActs, ticketStatuses } from './transitions.ts';
import { mayAskForUnits, mayLogWork, nothingApart } from './units.ts';
import { isRefusal, type Refusal, refuse } from './verdict.ts';

const { terms } = agreementVersion1;
const timeZone = 'America/Caracas';
const languages = ['es', 'en'] as const;

/** Refusals as the rules really give them: every reason of every rule. */
const refusals: readonly Refusal[] = [
  ...admissionRefusals(),
  verifyPriority('p3', { priority: 'p1', reason: '' }),
  mayLogWork(terms, work({ billableMinutesAdded: -1 })),
  mayLogWork(terms, work({ billableMinutesAdded: 600 })),
  mayAskForUnits(terms, approval(false)),
  mayAskForUnits(
    { ...terms, credits: { ...terms.credits, furtherUnits: 'approve' } },
    approval(true),
  ),
  ...everyScope(),
  refuse('T4', 'approval-over'),
  refuse('T4', 'approval-needs-units', { unitsNeeded: 3 }),
  refuse('T4', 'merge-work-not-approved', { minutes: 40 }),
  ...everyTransition(),
  mayAbandon(terms, asked([0]), 0),
  mayAbandon(terms, asked([0, 86_400_000]), 86_400_000),
  mayConfirmPresence(terms, asked([]), 0),
  mayConfirmPresence(terms, asked([0], [1]), 2),
  mayConfirmPresence(terms, asked([0, 2, 4], [1, 3]), 5),
  mayResolve({ form: 'solution', text: '' }),
  mayReopen(terms, { endedAt: 0, reason: '' }, 0),
  maySplit({ visibility: 'internal', arrivedAt: 0, splitInto: null }),
  maySplit({ visibility: 'public', arrivedAt: 0, splitInto: 1043 }),
  ...everyMerge(),
  mayConfirmPlace({ place: 'onsite', surchargeUnits: null, surchargeAccepted: false }),
  mayConfirmPlace({ place: 'onsite', surchargeUnits: 2, surchargeAccepted: false }),
].filter(isRefusal);

const firstOfEachReason = [
  ...new Map(refusals.map((refusal) => [refusal.reason, refusal])).values(),
];

/** Every `refuse('T1', 'some-reason'` of our source: modules refuse too, and are worded in the same place. */
const namedInSource = sourceFiles().flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/\brefuse\(\s*[\w.'[\]]+,\s*'([^']+)'/g)].map(
    ([, reason]) => ({ file, reason }),
  ),
);

function everyScope(): readonly (Refusal | null)[] {
  const facts = { answered: true, registered: false, claimed: false, outcome: null } as const;
  return [
    mayClaimScope({ ...facts, answered: false }),
    mayClaimScope({ ...facts, registered: true }),
    mayClaimScope({ ...facts, claimed: true }),
    mayDecideScope(facts, 'out-of-scope'),
  ];
}

function everyMerge(): readonly (Refusal | null)[] {
  const apart = { absenceUnits: 0, surchargeUnits: 0 };
  const party = {
    number: 1,
    organizationId: 1,
    status: 'open',
    chargedUnits: null,
    ...apart,
  } as const;
  const other = { ...party, number: 2 };
  return [
    mayMerge(party, party),
    mayMerge(party, { ...other, organizationId: 2 }),
    mayMerge({ ...party, status: 'closed' }, other),
    mayMerge({ ...party, status: 'held' }, other),
    mayMerge(party, { ...other, chargedUnits: 2 }),
    mayMerge(party, { ...other, surchargeUnits: 2 }),
  ];
}

describe('words of refusals', () => {
  it.each(firstOfEachReason)('$clause $reason: what happened and what to do next', (refusal) => {
    const [es, en] = languages.map((language) =>
      explainRefusal(strict(refusal), language, timeZone),
    );
    expect(es?.happened).toContain(`(cláusula ${refusal.clause}).`);
    expect(en?.happened).toContain(`(clause ${refusal.clause}).`);
    for (const words of [es?.happened, es?.next, en?.happened, en?.next]) {
      expect(words).toMatch(/^\p{Lu}.*[^.]\.$/u);
      expect(words).not.toMatch(/undefined|null|NaN|\[object/);
    }
    expect(es?.happened).not.toBe(en?.happened);
    expect(es?.next).not.toBe(en?.next);
  });

  it('no words are left that nothing uses', () => {
    const used = new Set([...refusals, ...namedInSource].map(({ reason }) => reason));
    expect(Object.keys(reasonTemplates).filter((reason) => !used.has(reason))).toEqual([]);
  });

  it('every reason that the source names has words', () => {
    expect(namedInSource.length).toBeGreaterThan(10);
    expect(namedInSource.filter(({ reason }) => !isReasonKey(reason))).toEqual([]);
  });

  it('stops on a reason without words: our bug', () => {
    expect(() => explainRefusal(refuse('II', 'because'), 'es', timeZone)).toThrow('because');
  });

  it('a refusal stored before a fact was added is still readable', () => {
    const old = refuse('T1', 'credit-insufficient');
    expect(explainRefusal(old, 'en', timeZone).happened).toContain('0 credit units');
  });
});

describe('the words that customers see most', () => {
  it.each([
    [
      refuse('T1', 'credit-insufficient', { availableUnits: 1, requiredUnits: 2 }),
      'La cuenta tiene un saldo disponible de 1 unidad de crédito y para procesar una solicitud se requieren 2 (cláusula T1).',
      'Agregue unidades de crédito; la solicitud se procesará sola apenas lleguen, sin volver a enviarla.',
    ],
    [
      refuse('VIII.c', 'act-not-from-status', { act: 'reopen', status: 'open', by: 'customer' }),
      'No se puede reabrir una solicitud que está abierta (cláusula VIII.c).',
      'Nada cambió; mire el estado actual de la solicitud, pudo cambiar mientras tanto.',
    ],
    [
      refuse('VIII.a', 'act-not-by-actor', { act: 'confirm', status: 'resolved', by: 'agent' }),
      'No le corresponde al asesor confirmar la solución de una solicitud (cláusula VIII.a).',
      'Nada cambió; la acción queda para quien le corresponde según el acuerdo.',
    ],
    [
      refuse('T4', 'overdraft-reached', {
        availableUnits: -5,
        availableUnitsAfter: -6,
        floorUnits: -5,
        unitsNeeded: 1,
      }),
      'Faltan unidades: la cuenta quedaría en -6 unidades de crédito y el mínimo permitido es -5 (cláusula T4).',
      'Pida la aprobación del cliente o una recarga de al menos 1 unidad de crédito.',
    ],
  ])('$reason', (refusal, happened, next) => {
    expect(explainRefusal(refusal, 'es', timeZone)).toEqual({ happened, next });
  });
});

function admissionRefusals(): readonly Refusal[] {
  const inOrder: AdmissionFacts = {
    standing: 'good',
    suspension: null,
    contract: 'active',
    contact: 'authorised',
    availableUnits: 2,
    termsVersion: 1,
    termsVersionAccepted: 1,
    purpose: 'support',
  };
  const cases: readonly AdmissionFacts[] = [
    ...standings.map((standing) => ({ ...inOrder, standing })),
    ...contractStates.map((contract) => ({ ...inOrder, contract })),
    ...contactStates.map((contact) => ({ ...inOrder, contact })),
    { ...inOrder, availableUnits: 1, termsVersionAccepted: null },
  ];
  return cases.flatMap((facts) => {
    const admission = admit(terms, facts);
    return admission.admitted ? [] : admission.refusals;
  });
}

function work(facts: { readonly billableMinutesAdded: number }) {
  return {
    availableUnits: 0,
    heldUnits: 1,
    billableMinutesBefore: 0,
    customerApproved: false,
    ...facts,
  };
}

function approval(asked_: boolean) {
  return { billableMinutes: 0, apart: nothingApart, asked: asked_, declined: false };
}

function asked(attempts: readonly number[], presences: readonly number[] = []): Inquiry {
  return {
    attempts: attempts.map((at) => ({ at, delivered: true })),
    lastAnswerAt: null,
    presences,
  };
}

function everyTransition() {
  return ticketStatuses.flatMap((status) =>
    ticketActs.flatMap((act) => actingKinds.map((by) => mayTransition(status, act, by))),
  );
}

/** The same refusal, but reading a fact that it does not carry is an error. */
function strict(refusal: Refusal): Refusal {
  const facts = new Proxy(refusal.facts, {
    get: (known, name) => {
      if (typeof name === 'string' && !Object.hasOwn(known, name)) {
        throw new Error(`${refusal.reason} has no fact "${name}"`);
      }
      return Reflect.get(known, name);
    },
  });
  return { ...refusal, facts };
}

/** All our own source, tests left out. */
function sourceFiles(): readonly string[] {
  const source = join(import.meta.dirname, '..');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(source, name));
}
