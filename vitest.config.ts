import { defineConfig } from 'vitest/config';
// The words are typed functions made from JSON; tests of every delivery need them fresh.
import { compileWords } from './scripts/words.mjs';

await compileWords();

/** Preact renders the portal and the mails, React the console. */
const jsx = (importSource: 'preact' | 'react') => ({ runtime: 'automatic' as const, importSource });

export default defineConfig({
  test: {
    // A test waits for the database as long as it works itself; the default leaves one processor of two idle.
    maxWorkers: 2,
    reporters: ['default', './test/support/plain-reporter.ts'],
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary', 'json-summary'] },
    projects: [
      {
        extends: true,
        oxc: { jsx: jsx('preact') },
        test: {
          name: 'server',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
          exclude: ['src/delivery/console/**', 'test/journeys/**', 'test/proof/**'],
          globalSetup: ['test/support/database-server.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        // What takes longer than everybody who changes something should wait: `npm run check` runs it.
        extends: true,
        oxc: { jsx: jsx('preact') },
        test: {
          name: 'proof',
          include: ['test/proof/**/*.test.ts'],
          globalSetup: ['test/support/database-server.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        oxc: { jsx: jsx('react') },
        test: { name: 'console', include: ['src/delivery/console/**/*.test.{ts,tsx}'] },
      },
    ],
  },
});
