import { iconClock, iconOctagonAlert, iconRotateCcw } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { PendingReply } from '../../web/contract.ts';
import { shortcuts } from '../keyboard/shortcuts.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { useTicking } from '../parts/ticking.ts';
import { useSession } from '../session/session.tsx';
import { Attachments } from './message-view.tsx';
import { WrittenText } from './written-text.tsx';

/** What was written and has not left yet: no message, and not for the customer's eyes. */
export function PendingReplies({
  replies,
  onTakeBack,
}: {
  replies: readonly PendingReply[];
  onTakeBack: (reply: PendingReply) => void;
}) {
  return replies.map((reply) => (
    <Pending key={reply.id} reply={reply} onTakeBack={() => onTakeBack(reply)} />
  ));
}

function Pending({ reply, onTakeBack }: { reply: PendingReply; onTakeBack: () => void }) {
  const { me } = useSession();
  const own = reply.person.personId === me.personId;
  const refused = reply.state === 'refused';
  return (
    <li
      className={cx(
        'mr-4 ml-4 max-w-3xl rounded-m border border-dashed px-4 py-3 tablet:ml-14 tablet:self-end desk:mr-6',
        refused ? 'border-bad' : 'border-edge',
      )}
    >
      <div className="mb-1.5 flex flex-wrap items-center gap-x-2 gap-y-1">
        <Icon of={refused ? iconOctagonAlert : iconClock} size={14} />
        <span className="font-strong">{m.console_pending_by({ name: reply.person.name })}</span>
        {!refused && <Countdown at={reply.publishAt} />}
        {own && (
          <Button
            icon={iconRotateCcw}
            {...(refused ? {} : { keys: shortcuts.undo.keys })}
            onClick={onTakeBack}
            className="ml-auto"
          >
            {refused ? m.console_pending_edit() : m.console_pending_undo()}
          </Button>
        )}
      </div>
      {refused && (
        <p className="mb-1.5 text-bad">
          <span className="font-medium">{m.console_pending_refused()}.</span> {reply.refusedFor}
        </p>
      )}
      <WrittenText text={reply.text} />
      <Attachments attachments={reply.attachments} />
    </li>
  );
}

function Countdown({ at }: { at: string }) {
  const due = Date.parse(at);
  const words = useTicking((now) => {
    const seconds = Math.ceil((due - now) / 1000);
    return seconds > 0
      ? m.console_pending_in({ seconds: String(seconds) })
      : m.console_pending_now();
  });
  return <span className="tabular text-xs text-soft">{words}</span>;
}
