import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agreementVersion1 } from './agreement-version-1.ts';
import { clauseRegister, clausesNotCarried, decisionsOf } from './clause-register.ts';
import { clauseIds } from './clauses.ts';
import { decisionKinds } from './decision-registry.ts';
import { isDecisionKind } from './decisions.ts';

const tables = readTables();

describe('the clause register', () => {
  it('every clause has a rule or a record', () => {
    expect(clausesNotCarried(clauseRegister)).toEqual([]);
  });

  it('a clause without rule or record is found', () => {
    const uncarried = { makes: 'Nothing.', rules: [], records: [], terms: [] };
    // IV.c is carried by records alone, T6 by a rule and the decision that cites it.
    const broken = { ...clauseRegister, 'IV.c': uncarried, T6: uncarried };
    expect(clausesNotCarried(broken)).toEqual(['IV.c']);
  });

  it('knows the clauses in the order of the text', () => {
    expect(Object.keys(clauseRegister)).toEqual(clauseIds);
  });

  it.each(clauseIds)('%s its rules are the functions that their files export', async (id) => {
    for (const { file, functions } of clauseRegister[id].rules) {
      const exported = await import(/* @vite-ignore */ `./${file}`);
      expect(Object.keys(functions)).not.toEqual([]);
      for (const [name, rule] of Object.entries(functions)) expect(exported[name]).toBe(rule);
    }
  });

  it.each(clauseIds)('%s its records are in the schema', (id) => {
    for (const record of clauseRegister[id].records) {
      const [table = '', column] = record.split('.');
      expect(tables.has(table), `table ${table}`).toBe(true);
      if (column) expect(tables.get(table), `table ${table}`).toContain(column);
    }
  });

  it.each(clauseIds)('%s its numbers are in the terms', (id) => {
    for (const path of clauseRegister[id].terms) {
      const value = path
        .split('.')
        .reduce((at, key) => Reflect.get(Object(at), key), agreementVersion1.terms as unknown);
      expect(value, path).toBeDefined();
    }
  });

  it('every number of the agreement belongs to a clause', () => {
    const claimed = Object.values(clauseRegister).flatMap(({ terms }) => terms);
    const { targets, clockSteps: _, clockBreachTells: __, ...others } = agreementVersion1.terms;
    const paths = [
      ...Object.keys(targets).map((priority) => `targets.${priority}`),
      'clockSteps',
      'clockBreachTells',
      'priorityUnsuggested',
      ...Object.keys(others.credits).map((key) => `credits.${key}`),
      ...Object.keys(others.closing).map((key) => `closing.${key}`),
      ...Object.keys(others.appointments).map((key) => `appointments.${key}`),
    ];
    // Who may adjust alone is a rule of the firm, not of the policy.
    expect(paths.filter((path) => !claimed.includes(path))).toEqual([
      'credits.adjustmentUnitsAloneMax',
    ]);
  });

  it('every kind of decision is carried by a clause', () => {
    const carried = new Set(clauseIds.flatMap(decisionsOf));
    const kinds = Object.keys(decisionKinds).filter(isDecisionKind);
    expect(kinds.filter((kind) => !carried.has(kind))).toEqual(['refused']);
  });
});

/** Table by table, the columns that db/schema.sql gives it. */
function readTables(): ReadonlyMap<string, readonly string[]> {
  const schema = readFileSync(new URL('../../db/schema.sql', import.meta.url), 'utf8');
  const found = [...schema.matchAll(/^create table (?:\w+\.)?(\w+) \(\n([\s\S]*?)\n\);/gm)];
  return new Map(
    found.map(([, table = '', body = '']) => [
      table,
      [...body.matchAll(/^ {2}"?(\w+)"? /gm)].map(([, column = '']) => column),
    ]),
  );
}
