import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';

type Understood = NonNullable<Ticket['understood']>;
type Place = NonNullable<Understood['priority']>['readIn'];

const places: Readonly<Record<Place, () => string>> = {
  label: m.console_understood_label,
  phrase: m.console_understood_phrase,
  header: m.console_understood_header,
};

/** IV.d: the customer's words that a program read something from, and where they stood: a person judges it (V.b). */
export function ReadFrom({ words, readIn }: { words: string; readIn: Place }) {
  return (
    <span className="block">
      {m.console_understood_quote({ words })}
      <span className="block text-xs text-soft">{places[readIn]()}</span>
    </span>
  );
}
