import { expect, it } from 'vitest';
import { clockQuestion, clocksQuestion } from './clock-question.ts';

const clock = (
  state: 'running' | 'paused' | 'met' | 'cancelled',
  metOnTime: boolean | null = null,
) => ({
  state,
  metOnTime,
});

it('VII: only a clock that runs is asked why it is due', () => {
  expect(clockQuestion(clock('running'), 'es')).toBe('¿Por qué vence entonces?');
  const stopped = [clock('paused'), clock('met', true), clock('met', false), clock('cancelled')];
  const asked = stopped.map((one) => clockQuestion(one, 'es'));
  expect(new Set(asked).size).toBe(4);
  expect(asked.join()).not.toMatch(/vence/);
});

it('VII: of several, what still runs is asked about; when all have stopped, how they were counted', () => {
  const running = [clock('met', true), clock('running')];
  expect(clocksQuestion(running, 'en')).toBe('Why is it due then?');
  expect(clocksQuestion([clock('met', true), clock('paused')], 'en')).toBe('Why is it paused?');
  expect(clocksQuestion([clock('met', true), clock('met', false)], 'en')).toBe(
    'How was the time counted?',
  );
});
