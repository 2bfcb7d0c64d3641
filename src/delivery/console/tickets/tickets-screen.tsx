import { Outlet, useParams } from '@tanstack/react-router';
import { Queue } from './queue.tsx';
import { useDraftsToDesk } from './use-drafts-to-desk.ts';

/** The queue by itself, or beside the request that is open. On a narrow screen the open request takes it all. */
export function TicketsScreen() {
  const { number } = useParams({ strict: false });
  useDraftsToDesk();
  return (
    <div className="flex h-full min-w-0">
      <Queue opened={number ?? null} />
      {number !== undefined && (
        <div className="min-w-0 grow">
          <Outlet />
        </div>
      )}
    </div>
  );
}
