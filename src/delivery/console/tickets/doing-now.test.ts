import { expect, it } from 'vitest';
import { minuteMs } from '../../../kernel/duration.ts';
import { doingNow } from './doing-now.ts';

const now = 100 * minuteMs;
const ago = (minutes: number) => now - minutes * minuteMs;
const signs = { now, visible: true, actedAt: now, stroke: null };
const typed = (mode: 'reply' | 'note' | 'ask' | 'resolve', minutes: number) => ({
  mode,
  at: ago(minutes),
});

it.each([
  ['looks at it', signs, 'reading'],
  ['types a reply', { ...signs, stroke: typed('reply', 0) }, 'reply'],
  ['types a note', { ...signs, stroke: typed('note', 0) }, 'note'],
  ['types a question: it goes to the customer', { ...signs, stroke: typed('ask', 0) }, 'reply'],
  ['types a resolution: so does it', { ...signs, stroke: typed('resolve', 0) }, 'reply'],
  ['thinks about the next sentence', { ...signs, stroke: typed('reply', 1.9) }, 'reply'],
  ['has stopped writing', { ...signs, stroke: typed('reply', 2) }, 'reading'],
  [
    'looks something up in another window while writing',
    { ...signs, visible: false, actedAt: ago(1.5), stroke: typed('note', 1.5) },
    'note',
  ],
  ['has gone to another window', { ...signs, visible: false, actedAt: ago(2) }, null],
  ['went there a moment ago', { ...signs, visible: false, actedAt: ago(1.9) }, 'reading'],
  ['reads for long', { ...signs, actedAt: ago(9.9) }, 'reading'],
  ['has gone home with the request open', { ...signs, actedAt: ago(10) }, null],
])('whoever %s', (_what, given, doing) => {
  expect(doingNow(given)).toBe(doing);
});
