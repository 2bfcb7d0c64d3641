import { type MailDoorOptions, openMailDoor } from '../delivery/mail/in/mail-door.ts';
import type { Part } from '../platform/part.ts';
import type { Runtime } from '../platform/runtime.ts';
import type { SmtpDoor } from '../platform/smtp.ts';

/** The doors for mail. They stop by taking nothing new; messages under way get their answer. */
export function mailPart({ addresses, config, database, blobs, clock, log }: Runtime): Part {
  const doors: SmtpDoor[] = [];
  const open = async (door: Pick<MailDoorOptions, 'port' | 'protocol' | 'tls'>) => {
    const domain = addresses.mailDomain;
    const common = { host: config.host, domain, database, blobs, clock, log };
    doors.push(await openMailDoor({ ...common, ...door }));
  };
  const close = async () => {
    await Promise.all(doors.map((door) => door.close(4000)));
  };
  return {
    name: 'mail',
    async start() {
      await open({ protocol: 'smtp', port: addresses.smtpPort, tls: config.smtpTls });
      if (addresses.lmtpPort === null) return;
      // A part that did not start is not stopped: what it had opened, it closes itself.
      await open({ protocol: 'lmtp', port: addresses.lmtpPort }).catch(async (error: unknown) => {
        await close();
        throw error;
      });
    },
    stop: close,
  };
}
