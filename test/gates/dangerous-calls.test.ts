import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.gen\.|words\/generated\//.test(file));
const sources = new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));

interface Rule {
  readonly never: RegExp;
  /** What the rule must find, so that it cannot have stopped looking. */
  readonly example: string;
  /** Reviewed: each with why it may. */
  readonly except?: Readonly<Record<string, string>>;
}

const rules: Readonly<Record<string, Rule>> = {
  'V11.5.1 nothing random is guessable': {
    never: /\bMath\.random\b/,
    example: 'const token = Math.random();',
  },
  'V1.2.5 no other program is started': {
    never: /\bchild_process\b/,
    example: `import { exec } from 'node:child_process';`,
    except: {
      'platform/database/embedded/run-program.ts': 'PostgreSQL, with arguments of our own',
      'main/doctor-command.ts': 'asks npm for a newer PostgreSQL, with arguments of our own',
    },
  },
  'V3.2.2 text becomes no markup': {
    never: /dangerouslySetInnerHTML|insertAdjacentHTML|(?:inner|outer)HTML\s*=[^=]|document\.write/,
    example: 'part.innerHTML = text;',
  },
  'V1.2.4 no SQL is put together from text': {
    never: /\bsql\.(?:raw|lit|id)\b|\.raw\(/,
    example: `sql.raw('order by ' + column)`,
    except: {
      'platform/jobs/run-waiting-jobs.ts':
        'hands on what graphile-worker asks, with its values apart',
    },
  },
  'V1.2.9 no regular expression is made of what somebody sent': {
    never: /new RegExp\(/,
    example: 'new RegExp(query)',
    except: {
      'delivery/mail/doctor/examine-zone.ts': 'names of tags, of our own',
      'delivery/mail/understand/bounce.ts': 'names of fields, of our own',
      'delivery/mail/understand/clean-text.ts': 'ranges of characters, of our own',
      'delivery/mail/understand/reply/quoted-lines.ts': 'words of our own',
      'delivery/portal/pages/new-ticket.tsx': 'one of two kinds, of our own',
      'kernel/verification-code.ts': 'the alphabet and lengths of our own',
      'policy/priority-from-mail.ts': 'words of our own',
    },
  },
  'V5.2.3 no archive that somebody sent is unpacked': {
    never: /\b(?:gunzip|createGunzip|inflate\w*|createInflate\w*|unzip\w*|brotliDecompress\w*)\b/i,
    example: `import { gunzip } from 'node:zlib';`,
    except: {
      'platform/backup/read-backup.ts': 'a backup of our own, in pieces with a bound',
    },
  },
  'no text becomes code': {
    never: /\beval\(|\bnew Function\(|from 'node:vm'/,
    example: 'eval(text)',
  },
  'V12.3.2 no certificate goes unchecked': {
    never: /rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED/,
    example: 'tls: { rejectUnauthorized: false }',
  },
  'V1.3.6 only one client asks other machines for an address that somebody chose': {
    never: /from 'node:https?'|\bfrom 'undici'/,
    example: `import { request } from 'node:https';`,
    except: {
      'platform/outbound-http.ts': 'that client',
      'delivery/web/live-events.ts': 'a type of what is answered',
      'main/metrics-part.ts': 'listens, and asks nobody',
    },
  },
};

describe.each(Object.entries(rules))('%s', (_name, { never, example, except = {} }) => {
  it('is found where it is', () => {
    expect(example).toMatch(never);
  });

  it('is nowhere but where it was looked at', () => {
    const found = [...sources].filter(([, source]) => never.test(source)).map(([file]) => file);
    expect(found.toSorted()).toEqual(Object.keys(except).toSorted());
  });
});
