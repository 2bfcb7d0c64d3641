import { defineConfig } from 'vitest/config';
// The words are typed functions made from JSON; tests of every delivery need them fresh.
import { compileWords } from './scripts/words.mjs';

await compileWords();

/** Preact renders the portal and the mails, React the console. */
const jsx = (importSource: 'preact' | 'react') => ({ runtime: 'automatic' as const, importSource });

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        oxc: { jsx: jsx('preact') },
        test: {
          name: 'server',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
          exclude: ['src/delivery/console/**'],
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
