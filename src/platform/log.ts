import { pino } from 'pino';

/** Structured log of the whole product; every part is handed one and adds its own fields with `child`. */
export type Log = pino.Logger;

export interface LogOptions {
  level: string;
  /** Readable lines for a person at a terminal instead of one JSON object a line. */
  human: boolean;
  /** Where the lines go. The command line keeps stdout for its own output. */
  destination: NodeJS.WritableStream;
}

/** Keys whose values never reach a log, at the top of an event or one level down. */
const secretKeys = [
  'password',
  'secret',
  'token',
  'cookie',
  'authorization',
  'databaseUrl',
  'connectionString',
  'relayUrl',
];

export function createLog({ level, human, destination }: LogOptions): Log {
  const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.headers.${key}`]);
  return pino(
    {
      level,
      base: null,
      redact: { paths, censor: '[redacted]' },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    human ? humanLines(destination) : { write: (line) => void destination.write(line) },
  );
}

/** Says nothing: for tests and for commands whose only output is their answer. */
export const silentLog: Log = pino({ level: 'silent' });

function humanLines(destination: NodeJS.WritableStream): pino.DestinationStream {
  return { write: (line) => void destination.write(humanLine(line)) };
}

function humanLine(line: string): string {
  const { time, level, msg, err, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const clockTime = String(time).slice(11, 19);
  const rest = Object.entries(fields).map(([key, value]) => ` ${key}=${oneLine(value)}`);
  const head = `${clockTime} ${level === 'info' ? '' : `${String(level)}: `}${oneLine(msg ?? '')}`;
  return `${head}${rest.join('')}${errorLines(err)}\n`;
}

/** No value may begin a line of its own: a log line is one event, whatever a stranger wrote into it. */
function oneLine(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here.
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]/g, ' ');
}

function errorLines(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { message, stack } = error as { message?: unknown; stack?: unknown };
  return `\n  ${String(stack ?? message)
    .split('\n')
    .map(oneLine)
    .join('\n  ')}`;
}
