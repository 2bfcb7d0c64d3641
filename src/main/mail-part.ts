import { openMailDoor } from '../delivery/mail/in/mail-door.ts';
import type { Part } from '../platform/part.ts';
import type { Runtime } from '../platform/runtime.ts';
import type { SmtpDoor } from '../platform/smtp.ts';

/** The SMTP door. It stops by taking nothing new; messages under way get their answer. */
export function mailPart({ addresses, config, database, blobs, clock, log }: Runtime): Part {
  let door: SmtpDoor | null = null;
  return {
    name: 'mail',
    async start() {
      door = await openMailDoor({
        host: config.host,
        port: addresses.smtpPort,
        domain: addresses.mailDomain,
        database,
        blobs,
        clock,
        log,
      });
    },
    async stop() {
      await door?.close(4000);
    },
  };
}
