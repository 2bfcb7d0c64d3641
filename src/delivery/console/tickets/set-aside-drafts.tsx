import * as m from '../../ui/words/generated/messages.js';
import type { Draft } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Moment } from '../parts/moment.tsx';
import { Notice } from '../parts/notice.tsx';

/** What this person had written elsewhere without what stands here: nothing of it is lost, and it is offered. */
export function SetAsideDrafts({
  drafts,
  onTakeIn,
  onDrop,
}: {
  drafts: readonly Draft[];
  onTakeIn: (draft: Draft) => void;
  onDrop: (draft: Draft) => void;
}) {
  return drafts.map((draft) => (
    <Notice
      key={draft.id}
      tone="note"
      live="polite"
      className="mb-2"
      title={
        <>
          {m.console_draft_other_title()} <Moment at={draft.writtenAt} as="ago" />
        </>
      }
    >
      <p className="mt-1 line-clamp-3 whitespace-pre-line">{draft.text}</p>
      {draft.attachments.length > 0 && (
        <p className="mt-1 truncate">{draft.attachments.map(({ name }) => name).join(' · ')}</p>
      )}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button onClick={() => onTakeIn(draft)}>{m.console_draft_other_take()}</Button>
        <Button look="quiet" onClick={() => onDrop(draft)}>
          {m.console_draft_other_drop()}
        </Button>
      </div>
    </Notice>
  ));
}
