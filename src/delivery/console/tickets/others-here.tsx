import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Icon as IconShapes, iconEye, iconLock, iconPencil } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Avatar } from '../parts/avatar.tsx';
import { Icon } from '../parts/icon.tsx';
import { Tip } from '../parts/tip.tsx';
import { useSettled } from '../parts/use-settled.ts';
import { agentsQuery } from '../server/queries.ts';
import { type PersonAt, useWhoIsAt } from '../server/whereabouts.ts';
import { useSession } from '../session/session.tsx';
import { newsOf, type Other } from './others-news.ts';

const words: Readonly<Record<PersonAt['doing'], (of: { name: string }) => string>> = {
  reading: m.console_here_reading,
  note: m.console_here_note,
  reply: m.console_here_reply,
};
const icons: Readonly<Record<PersonAt['doing'], IconShapes>> = {
  reading: iconEye,
  note: iconLock,
  reply: iconPencil,
};
const wordsOf = (other: Other): string => words[other.doing]({ name: other.name });

/** Who else of the desk has this request open, whoever does most first. */
function useOthersAt(ticketNumber: number): readonly Other[] {
  const { me } = useSession();
  const others = useWhoIsAt(ticketNumber).filter(({ personId }) => personId !== me.personId);
  const agents = useQuery({ ...agentsQuery(), enabled: others.length > 0 }).data?.items ?? [];
  const order = { reply: 0, note: 1, reading: 2 } as const;
  return others
    .flatMap((other) => {
      const name = agents.find(({ personId }) => personId === other.personId)?.name;
      return name === undefined ? [] : [{ ...other, name }];
    })
    .toSorted((a, b) => order[a.doing] - order[b.doing]);
}

/** In the head of the request. Who looks sees it there; who listens is told once, by the live region. */
export function OthersHere({ ticketNumber }: { ticketNumber: number }) {
  const others = useOthersAt(ticketNumber);
  const [first] = others;
  return (
    <>
      <News others={others} />
      {first !== undefined && (
        <Tip words={others.map(wordsOf).join(' · ')}>
          <ul
            aria-label={m.console_here_title()}
            className="flex min-w-0 items-center gap-1.5 rounded-full bg-turn-tint px-1.5 py-0.5 text-xs text-on-turn-tint"
          >
            {others.slice(0, shownMax).map((other, index) => (
              <li key={other.personId} className="flex min-w-0 items-center gap-1">
                {(index === 0 || other.doing !== 'reading') && (
                  <Icon of={icons[other.doing]} size={13} />
                )}
                <Avatar name={other.name} size="s" />
                {others.length === 1 && (
                  <span aria-hidden="true" className="max-w-40 truncate max-desk:hidden">
                    {other.name}
                  </span>
                )}
                <span className="sr-only">{wordsOf(other)}</span>
              </li>
            ))}
            {others.length > shownMax && (
              <li className="tabular">
                {m.console_here_more({ count: String(others.length - shownMax) })}
              </li>
            )}
          </ul>
        </Tip>
      )}
    </>
  );
}

const shownMax = 3;

/** A polite live region that says who came and who began to write, once the coming and going stands still. */
function News({ others }: { others: readonly Other[] }) {
  const settled = useSettled(JSON.stringify(others), 1500);
  const [told, setTold] = useState({ settled: '[]', words: '' });
  if (told.settled !== settled) {
    // What was written by JSON.stringify above.
    const read = (json: string) => JSON.parse(json) as readonly Other[];
    const news = newsOf(read(told.settled), read(settled)).map(wordsOf);
    const gone = settled === '[]';
    setTold({ settled, words: gone ? '' : news.length > 0 ? news.join('. ') : told.words });
  }
  return (
    <p role="status" className="sr-only">
      {told.words}
    </p>
  );
}

/** Beside the composer: who writes at the same time, before either has sent anything. */
export function OthersWriting({ ticketNumber }: { ticketNumber: number }) {
  const writing = useOthersAt(ticketNumber).filter(({ doing }) => doing !== 'reading');
  if (writing.length === 0) return null;
  return (
    <ul className="shrink-0 border-t border-line bg-turn-tint px-4 py-1.5 text-xs text-on-turn-tint desk:px-6">
      {writing.map((other) => (
        <li key={other.personId} className="flex items-center gap-1.5">
          <Icon of={icons[other.doing]} size={13} />
          <span>
            {wordsOf(other)}
            {other.doing === 'reply' && `. ${m.console_here_reply_first()}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** In a line of the queue. */
export function OthersHereMark({ ticketNumber }: { ticketNumber: number }) {
  const others = useOthersAt(ticketNumber);
  const [first] = others;
  if (first === undefined) return null;
  return (
    <span className="flex shrink-0 items-center gap-1 rounded-full bg-turn-tint px-1 text-on-turn-tint">
      <Icon of={icons[first.doing]} size={13} />
      <Avatar name={first.name} size="s" />
      {others.length > 1 && (
        <span aria-hidden="true" className="text-xs tabular">
          {m.console_here_more({ count: String(others.length - 1) })}
        </span>
      )}
      <span className="sr-only">{others.map(wordsOf).join('. ')}</span>
    </span>
  );
}
