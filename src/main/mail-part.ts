import { type Watching, watchMailboxes } from '../delivery/mail/in/imap/watch-mailboxes.ts';
import { type MailDoorOptions, openMailDoor } from '../delivery/mail/in/mail-door.ts';
import type { Part } from '../platform/part.ts';
import type { Runtime } from '../platform/runtime.ts';
import type { SmtpDoor } from '../platform/smtp.ts';
import { mailboxSealer } from './mailbox-sealer.ts';

/**
 * Every way by which mail comes in: the doors, and the mailboxes that are read. They stop by taking nothing new;
 * messages under way get their answer.
 */
export function mailPart({ addresses, config, database, blobs, clock, keys, log }: Runtime): Part {
  const doors: SmtpDoor[] = [];
  let watching: Watching | null = null;
  const open = async (door: Pick<MailDoorOptions, 'port' | 'protocol' | 'tls'>) => {
    const domain = addresses.mailDomain;
    const common = { host: config.host, domain, database, blobs, clock, log };
    doors.push(await openMailDoor({ ...common, ...door }));
  };
  const close = async () => {
    await Promise.all([watching?.stop(), ...doors.map((door) => door.close(4000))]);
  };
  return {
    name: 'mail',
    async start() {
      await open({ protocol: 'smtp', port: addresses.smtpPort, tls: config.smtpTls });
      if (addresses.lmtpPort !== null) {
        const { lmtpPort: port } = addresses;
        // A part that did not start is not stopped: what it had opened, it closes itself.
        await open({ protocol: 'lmtp', port }).catch(async (error: unknown) => {
          await close();
          throw error;
        });
      }
      const sealer = mailboxSealer(keys);
      watching = await watchMailboxes({ database, blobs, clock, log, sealer });
    },
    stop: close,
  };
}
