import { z } from 'zod';
import type { Answer, ExplainOptions } from './clocks-explain-answer.ts';
import { SlaQuestion, WorktimeQuestion } from './clocks-explain-input.ts';
import { explainTicketClocks } from './clocks-explain-ticket.ts';
import { explainWorktime } from './clocks-explain-worktime.ts';

/**
 * `atenta clocks explain [--proof]`: JSON lines in (a calendar and a question about its time, or calendar, targets
 * and events of a request), one JSON line out for each, in order. The rules are those that run the desk.
 * A line that cannot be answered gets `error` or `unsupported`; nothing stops the others.
 */
export async function clocksExplain(
  input: AsyncIterable<string>,
  write: (line: string) => void,
  options: ExplainOptions,
): Promise<void> {
  for await (const line of linesOf(input)) {
    if (line.trim() !== '') write(`${JSON.stringify(explainLine(line, options))}\n`);
  }
}

const Envelope = z.object({ id: z.union([z.string(), z.number()]), kind: z.string() });

function explainLine(line: string, options: ExplainOptions): Answer {
  const json = parseJson(line);
  const envelope = Envelope.safeParse(json);
  if (!envelope.success)
    return { id: null, error: 'not a question: a JSON object with id and kind' };
  const { id, kind } = envelope.data;
  if (kind === 'worktime')
    return { id, ...answer(WorktimeQuestion, json, explainWorktime, options) };
  if (kind === 'sla') return { id, ...answer(SlaQuestion, json, explainTicketClocks, options) };
  return { id, unsupported: `kind ${kind}` };
}

function answer<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  explain: (question: z.output<Schema>, options: ExplainOptions) => Answer,
  options: ExplainOptions,
): Answer {
  const question = schema.safeParse(json);
  return question.success
    ? explain(question.data, options)
    : { error: question.error.issues.map(issueText).join('; ') };
}

const issueText = ({ path, message }: z.core.$ZodIssue): string => `${path.join('.')}: ${message}`;

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Lines of a stream that arrives in pieces of any size. */
async function* linesOf(input: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const piece of input) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
