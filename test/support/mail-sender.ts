// Another mail server, as far as the desk can tell: it sends, and when it gets no 250 it sends again.
import { setTimeout as pause } from 'node:timers/promises';
import SmtpConnection from 'nodemailer/lib/smtp-connection';

export interface Envelope {
  /** '' is the null sender of reports. */
  readonly from: string;
  readonly to: readonly string[];
}

/** What became of one attempt. `broken`: no answer came, so nobody knows whether it was taken. */
export type Outcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: number; readonly answer: string }
  | { readonly kind: 'broken'; readonly why: string };

/** One attempt to hand over one message on a connection of its own. */
export function sendOnce(
  port: number,
  envelope: Envelope,
  raw: Buffer,
  timeoutMs = 20_000,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const connection = new SmtpConnection({
      host: '127.0.0.1',
      port,
      name: 'mta.example',
      ignoreTLS: true,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    });
    let settled = false;
    const settle = (outcome: Outcome) => {
      if (settled) return;
      settled = true;
      resolve(outcome);
      connection.close();
    };
    connection.on('error', (error) => settle(failure(error)));
    connection.once('end', () => settle({ kind: 'broken', why: 'the connection ended' }));
    connection.connect((refused) => {
      if (refused) return settle(failure(refused));
      connection.send({ from: envelope.from, to: [...envelope.to] }, raw, (error) => {
        if (error) return settle(failure(error));
        settled = true;
        resolve({ kind: 'accepted' });
        connection.quit();
      });
    });
  });
}

function failure(error: unknown): Outcome {
  const known = error as { responseCode?: unknown; response?: unknown; message?: unknown };
  if (typeof known.responseCode !== 'number') {
    return { kind: 'broken', why: String(known.message ?? error) };
  }
  return { kind: 'refused', code: known.responseCode, answer: String(known.response ?? '') };
}

/** Sends until it is accepted or refused for good (5xx), as RFC 5321 asks; counts every attempt. */
export async function sendUntilTaken(
  port: number,
  envelope: Envelope,
  raw: Buffer,
  retry: { readonly attemptsMax: number; readonly pauseMs: number },
): Promise<{ readonly outcome: Outcome; readonly attempts: number }> {
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await sendOnce(port, envelope, raw);
    const final =
      outcome.kind === 'accepted' || (outcome.kind === 'refused' && outcome.code >= 500);
    if (final || attempts >= retry.attemptsMax) return { outcome, attempts };
    // Not all of them again in the same moment.
    await pause(retry.pauseMs * (0.5 + ((attempts * 37) % 100) / 100));
  }
}

/** Does `work` for every item, so many at a time. */
export async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
}
