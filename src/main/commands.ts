import type { Command } from './command.ts';

/** Everything that `atenta` can be told to do, in the order in which it is listed. */
export const commands: readonly Command[] = [
  {
    name: 'all',
    parameters: '[--demo]',
    summary: 'run the desk: portal, console, API, mail intake and worker in one process',
    load: async () => (await import('./serve.ts')).serve('all'),
  },
  {
    name: 'web',
    summary: 'run portal, console and API only',
    load: async () => (await import('./serve.ts')).serve('web'),
  },
  {
    name: 'worker',
    summary: 'run the jobs and the clocks only',
    load: async () => (await import('./serve.ts')).serve('worker'),
  },
  {
    name: 'mail',
    summary: 'run the mail intake only',
    load: async () => (await import('./serve.ts')).serve('mail'),
  },
  {
    name: 'migrate',
    summary: 'bring the database to the newest schema',
    load: async () => (await import('./migrate-command.ts')).migrateCommand,
  },
  {
    name: 'first-sign-in',
    summary: 'make a new link for the first administrator, while there is none',
    load: async () => (await import('./first-sign-in-command.ts')).firstSignInCommand,
  },
  {
    name: 'second-factor remove',
    parameters: 'ADDRESS',
    summary: 'let a person sign in without the second factor that it lost',
    load: async () => (await import('./remove-factor-command.ts')).removeFactorCommand,
  },
  {
    name: 'doctor',
    parameters: '[--online]',
    summary: 'say what is well with this installation and what is not',
    load: async () => (await import('./doctor-command.ts')).doctorCommand,
  },
  {
    name: 'backup',
    parameters: 'FOLDER|FILE',
    summary: 'write the whole desk into one file, while it runs [--keep N] [--with-secret]',
    load: async () => (await import('./backup-command.ts')).backupCommand,
  },
  {
    name: 'backup verify',
    parameters: 'FILE',
    summary: 'prove every part of a backup; 1 when it cannot be trusted',
    load: async () => (await import('./backup-verify-command.ts')).backupVerifyCommand,
  },
  {
    name: 'restore',
    parameters: 'FILE',
    summary: 'load a backup into an empty desk and prove it; the desk is held until it is released',
    load: async () => (await import('./restore-command.ts')).restoreCommand,
  },
  {
    name: 'restore release',
    parameters: '[--keep-mail]',
    summary: 'let a restored desk send, fetch and decide again; --keep-mail: not what was queued',
    load: async () => (await import('./restore-release-command.ts')).restoreReleaseCommand,
  },
  {
    name: 'ledger verify',
    summary: 'prove every account of credit units from its entries; 1 when one is not sound',
    load: async () => {
      const { ledgerVerify } = await import('../delivery/cli/ledger-verify.ts');
      const { ledgerAnchors } = await import('./ledger-anchors.ts');
      const { withDatabase } = await import('./with-database.ts');
      return (context) =>
        withDatabase(context, ({ config, database }) =>
          ledgerVerify(database.db, ledgerAnchors(config), (line) => context.stdout.write(line)),
        );
    },
  },
  {
    name: 'clocks explain',
    parameters: '[--proof]',
    summary: 'answer questions about working time and promised times (JSON lines)',
    load: async () => {
      const { clocksExplain } = await import('../delivery/cli/clocks-explain.ts');
      return async ({ args, stdin, stdout }) => {
        const proof = args.includes('--proof');
        await clocksExplain(stdin.setEncoding('utf8'), (line) => stdout.write(line), { proof });
        return 0;
      };
    },
  },
  {
    name: 'mail receive',
    parameters: '[--to A] [--from A]',
    summary: 'take one message on stdin from a mail server; 75 means: keep it and try again',
    load: async () => (await import('./mail-receive-command.ts')).mailReceiveCommand,
  },
  {
    name: 'mail doctor',
    parameters: '[ADDRESS] [--send-to A]',
    summary: 'examine what a mailbox needs: sign-in, DNS, relay, a mail there and back',
    load: async () => (await import('./mail-doctor-command.ts')).mailDoctorCommand,
  },
  {
    name: 'mail inspect',
    parameters: '[--batch]',
    summary: 'show what the desk makes of one raw message on stdin',
    load: async () => {
      const { mailInspect } = await import('../delivery/cli/mail-inspect.ts');
      const { inspectMail } = await import('../delivery/mail/understand/inspection.ts');
      return ({ args, stdin, stdout }) => mailInspect(args, { stdin, stdout }, inspectMail);
    },
  },
];
