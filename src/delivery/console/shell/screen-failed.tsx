import { Link } from '@tanstack/react-router';
import { iconCircleAlert, iconSearch } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Button, buttonClass } from '../parts/button.tsx';
import { Empty } from '../parts/notice.tsx';

/** A fault of ours, or a new version whose old parts are gone: loading again mends both. */
export function ScreenFailed() {
  return (
    <Empty
      alone
      icon={iconCircleAlert}
      title={m.console_error_screen_title()}
      action={
        <Button look="primary" onClick={() => location.reload()}>
          {m.console_error_reload()}
        </Button>
      }
    >
      {m.console_error_screen_detail()}
    </Empty>
  );
}

export function ScreenNotFound() {
  return (
    <Empty
      alone
      icon={iconSearch}
      title={m.console_error_not_found_title()}
      action={
        <Link to="/tickets" search={{}} className={buttonClass('primary')}>
          {m.console_error_to_queue()}
        </Link>
      }
    >
      {m.console_error_not_found_detail()}
    </Empty>
  );
}
