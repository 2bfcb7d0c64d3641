import { Popover } from '@base-ui/react/popover';
import { useQuery } from '@tanstack/react-query';
import { iconScale } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { agreementQuery, agreementVersionQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { cx } from './class-names.ts';
import { Icon } from './icon.tsx';

/** The clause behind a decision: its name, and its text on demand, as it read in the version that was cited. */
export function Clause({
  id,
  version,
  className,
}: {
  id: string;
  version?: number;
  className?: string;
}) {
  return (
    <Popover.Root>
      <Popover.Trigger
        className={cx(
          'inline-flex min-h-6 items-center gap-1 rounded-xs border border-current/30 px-1.5 text-xs font-medium whitespace-nowrap hover:border-current',
          className,
        )}
      >
        <Icon of={iconScale} size={12} />
        <span className="sr-only">{clauseName(id)}</span>
        <span aria-hidden="true">{id}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} className="z-50" collisionPadding={12}>
          <Popover.Popup className="appear w-[min(26rem,calc(100vw-1.5rem))] rounded-m border border-line bg-raised p-4 text-s text-ink shadow-raised outline-none">
            <ClauseText id={id} version={version} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function ClauseText({ id, version }: { id: string; version: number | undefined }) {
  const { reader } = useSession();
  // Both are asked for by hand here, so that a hook is never skipped.
  const inForce = useQuery({ ...agreementQuery(), enabled: version === undefined });
  const cited = useQuery({
    ...agreementVersionQuery(version ?? 0),
    enabled: version !== undefined,
  });
  const agreement = version === undefined ? inForce.data : cited.data;
  const clause = agreement?.clauses.find((each) => each.id === id);
  return (
    <>
      <Popover.Title className="font-strong">
        {clauseName(id)}
        {clause && <span className="font-text"> · {clause.title[reader.language]}</span>}
      </Popover.Title>
      <Popover.Description className="mt-1.5 leading-text whitespace-pre-line text-soft">
        {clause?.text[reader.language] ?? m.console_loading_clause()}
      </Popover.Description>
      {agreement && (
        <p className="mt-2 text-xs text-soft">
          {m.console_clause_of_version({ version: String(agreement.version) })}
        </p>
      )}
    </>
  );
}

export const clauseName = (id: string): string =>
  id === 'P' ? m.console_clause_preamble() : m.console_clause({ clause: id });
