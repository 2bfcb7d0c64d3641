import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agreementDocument, documentPath } from '../scripts/agreement-docs.ts';
import { clauseIds } from '../src/policy/clauses.ts';

const page = readFileSync(documentPath, 'utf8');

describe('docs/AGREEMENT.md', () => {
  it('is what the agreement and the clause register say (else: node scripts/agreement-docs.ts)', () => {
    expect(page).toBe(agreementDocument());
  });

  it.each(clauseIds)('%s has its place on the page', (id) => {
    expect(page).toContain(`</a>${id} · `);
  });

  it('leads from the words of a customer to the rule', () => {
    const clauses = page.split(/^### /m).slice(1);
    const found = clauses.find((clause) => clause.includes('Two units to be processed'));
    expect(found).toContain('[`admit`](../src/policy/admission.ts)');
    expect(found).toContain('`credits.availableUnitsMin` = 2');
  });

  it('every link leads to a file', () => {
    const targets = [...page.matchAll(/\]\((\.\.\/[^)#]+)\)/g)].map(([, target = '']) => target);
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((target) => !existsSync(new URL(target, documentPath)))).toEqual([]);
  });
});
