import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import { Avatar } from '../parts/avatar.tsx';
import { cx } from '../parts/class-names.ts';
import { agentsQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { attends } from './attends.ts';
import {
  agentsWritten,
  mentionAt,
  mentionedIn,
  type WrittenMention,
  withMention,
} from './mention.ts';

const shownMax = 6;

/**
 * Names agents in a note: what is written after an @ is looked up, and chosen without leaving the keyboard. Whom the
 * note names in the end is what stands in it: a name that was deleted again names nobody.
 */
export function useMentions({
  on,
  area,
  text,
  onText,
}: {
  /** Only in what the customer never reads. */
  on: boolean;
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
}) {
  const { me } = useSession();
  const agents = useQuery({ ...agentsQuery(), enabled: on });
  const [writing, setWriting] = useState<WrittenMention | null>(null);
  const [marked, setMarked] = useState(0);
  const id = useId();

  const known = (agents.data?.items ?? []).filter((agent) => !agent.disabled && attends(agent));
  const offered =
    !on || writing === null
      ? []
      : agentsWritten(known, writing.query)
          .filter(({ personId }) => personId !== me.personId)
          .slice(0, shownMax);
  const open = offered.length > 0;
  const at = Math.min(marked, offered.length - 1);

  /** What the cursor stands in, whenever it moved or something was written. */
  const look = () => {
    const element = area.current;
    if (!on || element === null) return;
    const here = mentionAt(element.value, element.selectionEnd);
    if (here?.from !== writing?.from || here?.query !== writing?.query) setMarked(0);
    setWriting(here);
  };
  const choose = (name: string) => {
    if (writing === null) return;
    const next = withMention(text, writing, name);
    onText(next.text);
    setWriting(null);
    // After the words are on the screen.
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  /** Whether the key was for the list. */
  const take = (event: KeyboardEvent): boolean => {
    const chosen = offered[at];
    if (chosen === undefined || event.metaKey || event.ctrlKey || event.altKey) return false;
    if (event.key === 'ArrowDown') setMarked((at + 1) % offered.length);
    else if (event.key === 'ArrowUp') setMarked((at + offered.length - 1) % offered.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen.name);
    else if (event.key === 'Escape') setWriting(null);
    else return false;
    event.preventDefault();
    return true;
  };

  return {
    take,
    look,
    /** For the field itself. */
    field: on
      ? ({
          'aria-autocomplete': 'list',
          'aria-controls': open ? id : undefined,
          'aria-activedescendant': open ? `${id}-${offered[at]?.personId}` : undefined,
        } as const)
      : {},
    list: open && (
      <div
        id={id}
        role="listbox"
        aria-label={m.console_mention_list()}
        className="mb-2 max-w-sm rounded-m border border-line bg-raised p-1 text-ink shadow-raised"
      >
        {offered.map((agent, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
          <div
            key={agent.personId}
            id={`${id}-${agent.personId}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(agent.name)}
            className={cx(
              'flex min-h-9 cursor-default items-center gap-2.5 rounded-s px-2 py-1 pointer-coarse:min-h-11',
              index === at && 'bg-brand-tint text-on-brand-tint',
            )}
          >
            <Avatar name={agent.name} size="s" />
            <span className="min-w-0 truncate">{agent.name}</span>
          </div>
        ))}
      </div>
    ),
    /** Who could be meant is not known yet: sent now, the note would name nobody. */
    unknown: on && agents.isPending && text.includes('@'),
    mentioned: on ? mentionedIn(text, known) : [],
  };
}
