import { useBlocker } from '@tanstack/react-router';
import * as m from '../../ui/words/generated/messages.js';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';

/**
 * Asks before what is written here and nowhere else is left behind: by a link, a key, the way back, or by
 * closing the tab, where the browser asks in its own words.
 */
export function LeaveWarning({ unsaved }: { unsaved: boolean }) {
  const way = useBlocker({
    // What only narrows or unfolds the same screen leaves nothing.
    shouldBlockFn: ({ current, next }) => unsaved && current.pathname !== next.pathname,
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  if (way.status !== 'blocked') return null;
  return (
    <Dialog
      open
      onClose={way.reset}
      title={m.console_leave_title()}
      description={m.console_leave_detail()}
    >
      <DialogActions>
        <Button look="danger" onClick={way.proceed}>
          {m.console_leave_act()}
        </Button>
        <Button look="primary" autoFocus onClick={way.reset}>
          {m.console_leave_stay()}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
