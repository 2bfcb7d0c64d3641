/** T4: what an answer in plain words says; `units` only where it names them. */
export interface ApprovalRead {
  readonly approved: boolean;
  readonly units: number | null;
}

const yes = [
  /^(?:s[ií],? )?(?:l[oa]s? )?(?:apruebo|aprobamos|aprobad[oa]s?)(?: (\d{1,3}) unidad(?:es)?(?: más| mas)?)?$/u,
  /^(?:yes,? )?(?:i |we )?approved?(?: (\d{1,3})(?: more)? units?(?: more)?)?$/u,
];
const no = [
  /^(?:no, )?no (?:l[oa]s? )?(?:apruebo|aprobamos|aprobad[oa]s?)$/u,
  /^(?:no, )?(?:not approved|declined|(?:i|we) (?:do not|don't) approve)$/u,
];

/** A line from which on nothing is the answer: how one takes leave, or the mark before a signature. */
const leave =
  /^(?:--|(?:muchas |mil )?gracias|saludos|(?:un )?cordial saludo|atentamente|thanks|thank you|regards|best regards|kind regards|cheers)(?:$|[ ,.!])/u;

/**
 * T4: whether a mail says nothing but yes or no to the units that were asked for. Units are spent on it, so a condition,
 * a question, a second thought, or any other word beside it, is no answer: null, and a person reads it.
 */
export function readsAsApproval(text: string): ApprovalRead | null {
  const lines = text
    .normalize('NFC')
    .toLowerCase()
    .split('\n')
    .map((line) => line.trim().replaceAll(/\s+/g, ' '))
    .filter((line) => line !== '');
  const end = lines.findIndex((line) => leave.test(line));
  const said = end === -1 ? lines : lines.slice(0, end);
  const [line] = said;
  if (line === undefined || said.length > 1) return null;
  const answer = line
    .replace(/[.!]+$/u, '')
    .replace(/, (?:muchas )?(?:gracias|thanks|thank you)$/u, '');
  if (no.some((form) => form.test(answer))) return { approved: false, units: null };
  for (const form of yes) {
    const [matched, units] = form.exec(answer) ?? [];
    if (matched !== undefined)
      return { approved: true, units: units === undefined ? null : Number(units) };
  }
  return null;
}
