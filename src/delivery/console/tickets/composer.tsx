import { useQuery } from '@tanstack/react-query';
import {
  type Icon as IconShapes,
  iconCircleCheck,
  iconCircleQuestionMark,
  iconLock,
  iconReply,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { PendingReply, Ticket } from '../../web/contract.ts';
import { shortcuts } from '../keyboard/shortcuts.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { Tip } from '../parts/tip.tsx';
import { contactsQuery, draftsQuery } from '../server/queries.ts';
import { ComposerEditor } from './composer-editor.tsx';
import { type DraftMode, isEmptyDraft } from './draft-store.ts';
import { draftNow } from './push-draft.ts';
import { useDraftStore } from './use-draft.ts';

interface Mode {
  readonly mode: DraftMode;
  readonly act: string;
  readonly words: () => string;
  readonly icon: IconShapes;
  readonly keys: string;
}

/** What the customer receives, in one group; the note stands apart from it, at the other end. */
const publicModes: readonly Mode[] = [
  {
    mode: 'reply',
    act: 'reply',
    words: m.console_compose_reply,
    icon: iconReply,
    keys: shortcuts.reply.keys,
  },
  {
    mode: 'ask',
    act: 'ask-information',
    words: m.console_compose_ask,
    icon: iconCircleQuestionMark,
    keys: shortcuts.ask.keys,
  },
  {
    mode: 'resolve',
    act: 'resolve',
    words: m.console_compose_resolve,
    icon: iconCircleCheck,
    keys: shortcuts.resolve.keys,
  },
];
const noteMode: Mode = {
  mode: 'note',
  act: 'note',
  words: m.console_compose_note,
  icon: iconLock,
  keys: shortcuts.note.keys,
};

interface ComposerProps {
  readonly ticket: Ticket;
  readonly mode: DraftMode | null;
  readonly onMode: (mode: DraftMode | null) => void;
  readonly onQueued: (reply: PendingReply, undoSeconds: number) => void;
}

/** Where things are written. Each mode has a draft of its own: changing the mode never carries words across. */
export function Composer({ ticket, mode, onMode, onQueued }: ComposerProps) {
  const contacts = useQuery(contactsQuery(ticket.organization.id));
  const requester = contacts.data?.items.find(
    (each) => each.personId === ticket.requester.personId,
  );
  const offered = (each: Mode) => ticket.acts.includes(each.act);
  const modes = publicModes.filter(offered);
  if (modes.length === 0 && !offered(noteMode)) {
    return (
      <p className="border-t border-line bg-page px-6 py-3 text-soft">{m.console_compose_none()}</p>
    );
  }
  if (mode === null) {
    return (
      <ClosedComposer ticket={ticket} modes={modes} note={offered(noteMode)} onMode={onMode} />
    );
  }
  const internal = mode === 'note';
  return (
    <section
      aria-label={internal ? m.console_compose_note() : m.console_compose_public()}
      className={cx(
        'max-h-[75%] shrink-0 overflow-y-auto border-t',
        internal
          ? 'border-l-4 border-internal-line bg-internal-tint text-on-internal-tint'
          : 'border-line bg-surface',
      )}
    >
      <fieldset
        aria-label={m.console_compose_modes()}
        className="flex flex-wrap items-center gap-1 px-3 pt-2 desk:px-5"
      >
        {modes.map((each) => (
          <ModeButton key={each.mode} {...each} active={mode === each.mode} onMode={onMode} />
        ))}
        {offered(noteMode) && (
          <span className="ml-auto">
            <ModeButton {...noteMode} active={internal} onMode={onMode} />
          </span>
        )}
      </fieldset>
      <ComposerEditor
        key={mode}
        ticket={ticket}
        mode={mode}
        requester={requester}
        onClose={() => onMode(null)}
        onQueued={onQueued}
      />
    </section>
  );
}

function ModeButton({
  mode,
  words,
  icon,
  active,
  onMode,
}: Mode & { active: boolean; onMode: (mode: DraftMode) => void }) {
  const internal = mode === 'note';
  return (
    <button
      type="button"
      aria-pressed={active}
      onClick={() => onMode(mode)}
      className={cx(
        'flex h-7 items-center gap-1.5 rounded-s px-2 pointer-coarse:h-11',
        active
          ? internal
            ? 'border border-internal-line font-strong'
            : 'bg-brand-tint font-strong text-on-brand-tint'
          : 'hover:underline',
      )}
    >
      <Icon of={icon} size={14} />
      <span className={active ? '' : 'max-tablet:sr-only'}>{words()}</span>
    </button>
  );
}

function ClosedComposer({
  ticket,
  modes,
  note,
  onMode,
}: {
  ticket: Ticket;
  modes: readonly Mode[];
  note: boolean;
  onMode: (mode: DraftMode) => void;
}) {
  const drafts = useDraftStore();
  const atDesk = useQuery(draftsQuery(ticket.number)).data?.items;
  const has = (mode: DraftMode) => {
    const here = drafts.read(ticket.number, mode);
    const known = atDesk === undefined || here?.unsaved ? here : draftNow(atDesk, mode);
    return known !== null && !isEmptyDraft(known);
  };
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line bg-page px-4 py-2.5 max-tablet:grid max-tablet:grid-cols-2 max-tablet:px-3 desk:px-6">
      {modes.map(({ mode, words, icon, keys }) =>
        mode === 'reply' ? (
          <Button
            key={mode}
            look={ticket.ball === 'desk' ? 'primary' : 'secondary'}
            icon={icon}
            keys={keys}
            onClick={() => onMode(mode)}
          >
            {m.console_compose_reply_to({ name: firstName(ticket) })}
            {has(mode) && <DraftDot />}
          </Button>
        ) : (
          <Tip key={mode} words={shortcuts[mode].words()} keys={keys}>
            <Button icon={icon} onClick={() => onMode(mode)}>
              {words()}
              {has(mode) && <DraftDot />}
            </Button>
          </Tip>
        ),
      )}
      {note && (
        <Button
          look="internal"
          icon={iconLock}
          keys={noteMode.keys}
          onClick={() => onMode('note')}
          className="tablet:ml-auto"
        >
          {m.console_compose_note()}
          {has('note') && <DraftDot />}
        </Button>
      )}
    </div>
  );
}

const DraftDot = () => <span className="text-xs">· {m.console_compose_has_draft()}</span>;

const firstName = (ticket: Ticket): string => ticket.requester.name.split(' ')[0] ?? '';
