import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog, type LogOptions } from './log.ts';

/** A log and what it has written so far. */
function written(options: Partial<LogOptions>) {
  const chunks: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const log = createLog({ level: 'info', human: false, destination, ...options });
  return { log, text: () => chunks.join('') };
}

describe('log', () => {
  it('is one JSON object a line, with level and time in words', () => {
    const { log, text } = written({});
    log.info({ ticketNumber: 5 }, 'registered');
    expect(text().trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(text())).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      ticketNumber: 5,
      msg: 'registered',
    });
  });

  it.each([
    { password: 'canary' },
    { token: 'canary' },
    { databaseUrl: 'postgres://atenta:canary@db/atenta' },
    { request: { headers: { cookie: 'canary', authorization: 'canary' } } },
    { settings: { secret: 'canary' } },
  ])('strikes out what is secret: %o', (fields) => {
    for (const human of [false, true]) {
      const { log, text } = written({ human });
      log.info(fields, 'something');
      expect(text()).not.toContain('canary');
      expect(text()).toContain('[redacted]');
    }
  });

  it.each(['\n', '\r\n', '\u2028', '\u0085', '\u001b[2K\u001b[1A', '\u0000'])(
    'what a stranger wrote never makes a line of its own: %j',
    (breaker) => {
      for (const human of [false, true]) {
        const { log, text } = written({ human });
        log.info({ subject: `a${breaker}12:00:00 all is well` }, `mail${breaker}forged`);
        const breakers = ['\n', '\r', '\u001b', '\u0000'];
        expect(breakers.filter((one) => text().trimEnd().includes(one))).toEqual([]);
      }
    },
  );

  it('for a person it is a short line, with the error under it', () => {
    const { log, text } = written({ human: true });
    log.warn({ err: new Error('the disk is full'), part: 'mail' }, 'a mail was not taken');
    const [first, second] = text().split('\n');
    expect(first).toMatch(/^\d\d:\d\d:\d\d warn: a mail was not taken part=mail$/);
    expect(second).toContain('Error: the disk is full');
  });

  it('keeps quiet below its level', () => {
    const { log, text } = written({ level: 'warn' });
    log.info('nothing');
    expect(text()).toBe('');
  });
});
