import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { iconBell } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { cx } from '../parts/class-names.ts';
import { Dialog, DialogBody } from '../parts/dialog.tsx';
import { Fetching, MoreButton } from '../parts/fetched.tsx';
import { Moment } from '../parts/moment.tsx';
import { Empty } from '../parts/notice.tsx';
import { noticesQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';

type Notice = CallOutput<Api['listNotices']>['items'][number];

/** V.d: what the desk told this person. To see the list is to have read it; what comes later is new again. */
export function NoticesDialog({ onClose }: { onClose: () => void }) {
  const notices = useInfiniteQuery(noticesQuery());
  const items = notices.data?.pages.flatMap((page) => page.items) ?? [];
  useReading(items[0]);
  return (
    <Dialog
      open
      onClose={onClose}
      size="medium"
      title={m.console_notices()}
      description={m.console_notices_detail()}
    >
      <DialogBody>
        <Fetching of={notices} />
        {notices.data !== undefined && items.length === 0 && (
          <Empty icon={iconBell} title={m.console_notices_empty()}>
            {m.console_notices_empty_detail()}
          </Empty>
        )}
        {items.length > 0 && (
          <ol className="flex flex-col">
            {items.map((notice) => (
              <NoticeLine key={notice.id} notice={notice} onClose={onClose} />
            ))}
          </ol>
        )}
        <MoreButton of={notices} className="" />
      </DialogBody>
    </Dialog>
  );
}

/** Says once that the newest one shown was seen. */
function useReading(newest: Notice | undefined): void {
  const read = useWrite('readNotices', { touches: [['notice-count']] });
  const told = useRef(0);
  useEffect(() => {
    if (newest === undefined || newest.read || newest.id <= told.current) return;
    told.current = newest.id;
    read.send({ body: { throughId: newest.id } });
  }, [newest, read]);
}

function NoticeLine({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const { number, subject } = notice.ticket;
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <p className="flex items-baseline gap-2">
        <span
          aria-hidden="true"
          className={cx('size-2 shrink-0 rounded-full', notice.read ? 'bg-transparent' : 'bg-bad')}
        />
        <Link
          to="/tickets/$number"
          params={{ number }}
          search={{}}
          onClick={onClose}
          className="min-w-0 grow truncate font-strong hover:underline"
        >
          <span className="text-soft tabular">#{number}</span> {subject}
        </Link>
        <span className="shrink-0 text-xs text-soft">
          {!notice.read && <span className="sr-only">{m.console_notices_new()} · </span>}
          <Moment at={notice.at} />
        </span>
      </p>
      <p className="pl-4">{notice.words}</p>
    </li>
  );
}
