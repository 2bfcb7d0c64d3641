// The table of what was measured, for the terminal and for docs/BENCHMARKS.md.

export interface Measured {
  readonly name: string;
  readonly note: string;
  /** Milliseconds of CPU time per operation. */
  readonly productMs: number;
  readonly databaseMs: number;
}

export interface Size {
  readonly tickets: number;
  readonly databaseMib: number;
  readonly memoryMib: number;
  readonly readyAfterMs: number;
  readonly idleMsPerSecond: number;
  readonly measured: readonly Measured[];
}

/** What the desk is to hold at 20,000 tickets; the first that the name begins with counts. Milliseconds. */
const targets: readonly (readonly [string, number])[] = [
  ['mail to ticket', 20],
  ['API create, with', 30],
  ['API create', 10],
  ['list of 50', 10],
  ['ticket with 20', 10],
  ['search', 30],
];

const targetOf = (name: string): number | null =>
  targets.find(([begins]) => name.startsWith(begins))?.[1] ?? null;

export function tableOf(sizes: readonly Size[]): string {
  const names = sizes[0]?.measured.map(({ name }) => name) ?? [];
  const head = ['operation', ...sizes.map(({ tickets }) => tickets.toLocaleString('en')), 'target'];
  const rows = names.map((name) => [
    name,
    ...sizes.map(({ measured }) => {
      const found = measured.find((one) => one.name === name);
      return found === undefined ? '' : numbers(found);
    }),
    targetOf(name) === null ? '' : `< ${targetOf(name)}`,
  ]);
  return [head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const numbers = ({ productMs, databaseMs }: Measured): string =>
  `${(productMs + databaseMs).toFixed(1)} (${productMs.toFixed(1)} + ${databaseMs.toFixed(1)})`;

/** The section of docs/BENCHMARKS.md. */
export function sectionOf(sizes: readonly Size[]): string {
  const facts = sizes.map(
    ({ tickets, databaseMib, memoryMib, readyAfterMs, idleMsPerSecond }) =>
      `| ${tickets.toLocaleString('en')} | ${databaseMib} | ${Math.round(memoryMib)} | ${(readyAfterMs / 1000).toFixed(1)} | ${idleMsPerSecond.toFixed(1)} |`,
  );
  return `## What each operation costs

Made by \`node bench/desk.ts --write\`.

CPU time in milliseconds per operation: the product's process, plus every process of its database server, from the
kernel's own counters. Waiting is not part of it. In parentheses: product + database. The product is the built one, with
its embedded database and the settings with which it is delivered; the caller is another process and is not counted.

The requests are the demo world's, made by the use cases and copied: whole conversations with letters, decisions,
clocks, work and ledgers that prove. A tenth to a fifth of all belongs to the customer that asks; some 700 are under way,
the others have ended.

${tableOf(sizes)}

*Mail* is real SMTP, a connection a mail, until the acknowledgement lies in the outbox. *API create* is what the caller
waits for; *with its acknowledgement* adds the jobs that follow. *Rare* is said in five requests, *mid* in one of a
hundred, *common* in most.

| tickets | database MiB | memory MiB (PSS, without database) | ready after s | idle: CPU ms a second |
| ---: | ---: | ---: | ---: | ---: |
${facts.join('\n')}
`;
}
