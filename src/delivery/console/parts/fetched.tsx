import * as m from '../../ui/words/generated/messages.js';
import { Button } from './button.tsx';
import { cx } from './class-names.ts';
import { ProblemNote, Waiting } from './notice.tsx';

interface Asked {
  readonly data: unknown;
  readonly error: unknown;
  readonly isError: boolean;
  readonly refetch: () => unknown;
}

/** Stands where the answer will: that it is on its way, or what went wrong and a way to ask again. */
export function Fetching({ of: asked, lines }: { of: Asked; lines?: number }) {
  if (asked.isError) {
    return <ProblemNote error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  return asked.data === undefined ? <Waiting {...(lines === undefined ? {} : { lines })} /> : null;
}

interface Paged {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** Below a list: its next page, when there is one. */
export function MoreButton({ of: paged, className }: { of: Paged; className?: string }) {
  if (!paged.hasNextPage) return null;
  return (
    <p className={cx('flex justify-center', className ?? 'mt-4')}>
      <Button busy={paged.isFetchingNextPage} onClick={() => void paged.fetchNextPage()}>
        {m.console_load_more()}
      </Button>
    </p>
  );
}
