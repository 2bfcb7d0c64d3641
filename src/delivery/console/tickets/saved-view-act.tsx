import { lazy, Suspense, useState } from 'react';
import { iconBookmark } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { SavedView } from '../../web/contract.ts';
import { useCommands } from '../keyboard/use-commands.tsx';
import { Button } from '../parts/button.tsx';
import { say, sayProblem } from '../parts/toast.tsx';
import { type QueueFilter, savedViewsQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

const SaveViewDialog = lazy(() =>
  import('./save-view-dialog.tsx').then((part) => ({ default: part.SaveViewDialog })),
);

/** Keeps what the queue shows, or drops what was kept; what was dropped can be had back. */
export function SavedViewAct({
  filter,
  saved,
}: {
  filter: QueueFilter;
  saved: SavedView | undefined;
}) {
  const { rights } = useSession();
  const [saving, setSaving] = useState(false);
  const touches = [savedViewsQuery().queryKey];
  const restore = useWrite('saveView', { touches, onProblem: sayProblem });
  const remove = useWrite('removeSavedView', { touches, onProblem: sayProblem });
  useCommands({ saveView: saved === undefined ? () => setSaving(true) : undefined });
  const drop = ({ id, ...view }: SavedView) =>
    remove.send(
      { params: { savedViewId: id } },
      {
        onSuccess: () =>
          say(m.console_saved_view_removed({ name: view.name }), {
            action: { words: m.console_pending_undo(), run: () => restore.send({ body: view }) },
          }),
      },
    );

  if (saved !== undefined) {
    return !saved.shared || rights.supervision ? (
      <Button
        look="quiet"
        icon={iconBookmark}
        aria-label={m.console_saved_view_remove({ name: saved.name })}
        onClick={() => drop(saved)}
      >
        {m.console_saved_view_remove_brief()}
      </Button>
    ) : null;
  }
  return (
    <>
      <Button look="quiet" icon={iconBookmark} onClick={() => setSaving(true)}>
        {m.console_saved_view_save()}
      </Button>
      {saving && (
        <Suspense>
          <SaveViewDialog filter={filter} onClose={() => setSaving(false)} />
        </Suspense>
      )}
    </>
  );
}
