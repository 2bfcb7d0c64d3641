import { describe, expect, it } from 'vitest';
import { silentLog } from './log.ts';
import { type Part, startParts } from './part.ts';

function recorder() {
  const events: string[] = [];
  const part = (name: string, faults: { start?: Error; stop?: Error } = {}): Part => ({
    name,
    async start() {
      if (faults.start) throw faults.start;
      events.push(`+${name}`);
    },
    async stop() {
      events.push(`-${name}`);
      if (faults.stop) throw faults.stop;
    },
  });
  return { events, part };
}

describe('parts', () => {
  it('start in order and stop in the opposite one', async () => {
    const { events, part } = recorder();
    const running = await startParts([part('worker'), part('mail'), part('web')], silentLog);
    await running.stop();
    expect(events).toEqual(['+worker', '+mail', '+web', '-web', '-mail', '-worker']);
  });

  it('one that does not start stops those before it, and its error is what is thrown', async () => {
    const { events, part } = recorder();
    const fault = new Error('the port is taken');
    const starting = startParts([part('worker'), part('web', { start: fault })], silentLog);
    await expect(starting).rejects.toBe(fault);
    expect(events).toEqual(['+worker', '-worker']);
  });

  it('one that does not stop well does not keep the others from stopping', async () => {
    const { events, part } = recorder();
    const web = part('web', { stop: new Error('stuck') });
    const running = await startParts([part('worker'), web], silentLog);
    await running.stop();
    expect(events).toEqual(['+worker', '+web', '-web', '-worker']);
  });

  it('stopping again does nothing', async () => {
    const { events, part } = recorder();
    const running = await startParts([part('web')], silentLog);
    await running.stop();
    await running.stop();
    expect(events).toEqual(['+web', '-web']);
  });
});
