import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, Suite, TestCase } from '@playwright/test/reporter';
import {
  clausePage,
  clausesUnproved,
  clauseThreads,
  journeyTitles,
} from '../../scripts/clause-page.ts';
import { reportCounts } from './closing-line.ts';
import { root } from './journey-desk.ts';

/** The closing line of the browser tests, and the page of the clauses with what became of their journeys. */
export default class PlainJourneyReporter implements Reporter {
  private root: Suite | undefined;
  private faults = 0;

  onBegin(_config: unknown, root: Suite): void {
    this.root = root;
  }

  /** What fails outside a test: a server that does not start, a file that does not load. */
  onError(): void {
    this.faults += 1;
  }

  async onEnd(): Promise<{ status: 'failed' } | undefined> {
    const tests = this.root?.allTests() ?? [];
    const unproved = isWhole(tests) ? this.writeClauses(tests) : [];
    for (const id of unproved) console.error(`clause ${id} has no journey that passed`);
    const count = (...wanted: string[]) =>
      tests.filter((test) => wanted.includes(test.outcome())).length;
    reportCounts({
      passed: count('expected', 'flaky'),
      failed: count('unexpected') + this.faults + unproved.length,
      skipped: count('skipped'),
      names: [
        ...namesOf(tests, 'unexpected', 'failed'),
        ...namesOf(tests, 'flaky', 'passed when tried again'),
        ...unproved.map((id) => `failed: clause ${id} has no journey that passed`),
      ],
    });
    return unproved.length > 0 ? { status: 'failed' } : undefined;
  }

  /** Writes test-results/clauses.md; the clauses without a journey that passed. */
  private writeClauses(tests: readonly TestCase[]): readonly string[] {
    const results = new Map(tests.map((test) => [test.title, resultOf(test)]));
    const threads = clauseThreads();
    const folder = path.join(root, 'test-results');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'clauses.md'), clausePage(threads, results));
    return clausesUnproved(threads, results);
  }

  printsToStdio(): boolean {
    return false;
  }
}

/** Some of the journeys alone, or a list of them, prove nothing. */
function isWhole(tests: readonly TestCase[]): boolean {
  const ran = new Set(tests.filter(({ results }) => results.length > 0).map(({ title }) => title));
  return journeyTitles().every(({ title }) => ran.has(title));
}

const namesOf = (tests: readonly TestCase[], outcome: string, word: string): string[] =>
  tests
    .filter((test) => test.outcome() === outcome)
    .map((test) => `${word}: ${test.titlePath().filter(Boolean).join(' › ')}`);

function resultOf(test: TestCase): string {
  const outcome = test.outcome();
  if (outcome === 'skipped') return 'skipped';
  return outcome === 'unexpected' ? 'failed' : 'passed';
}
