import { useQuery } from '@tanstack/react-query';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../parts/dialog.tsx';
import { Fetching } from '../parts/fetched.tsx';
import { Moment } from '../parts/moment.tsx';
import { Notice, ProblemNote } from '../parts/notice.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { say } from '../parts/toast.tsx';
import { calendarPreviewQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { clockWords } from '../tickets/next-clock.tsx';
import type { Definition } from './calendar-draft.ts';

type Preview = CallOutput<Api['previewServiceCalendar']>;

interface ChangeProps {
  readonly name: string;
  readonly definition: Definition;
  readonly basedOnVersion: number | null;
  readonly onClose: () => void;
}

/** What saving the calendar would move, before it is saved: how many due moments, and which. */
export function CalendarChangeDialog({ name, definition, basedOnVersion, onClose }: ChangeProps) {
  const preview = useQuery(calendarPreviewQuery(definition));
  const save = useWrite('saveServiceCalendar', {
    touches: [['service-calendar'], ['tickets'], ['ticket']],
    onDone: () => {
      onClose();
      say(m.console_calendar_saved());
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      size="large"
      title={m.console_calendar_change_title()}
      description={m.console_calendar_change_detail()}
    >
      <DialogBody>
        <Fetching of={preview} lines={3} />
        {preview.data !== undefined && <WhatMoves preview={preview.data} />}
        <ProblemNote error={save.error} />
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose}>{m.console_cancel()}</Button>
        <Button
          look="primary"
          busy={save.pending}
          disabled={preview.data?.mayBeSaved !== true}
          onClick={() => save.send({ body: { name, definition, basedOnVersion } })}
        >
          {m.console_calendar_save({ version: String((basedOnVersion ?? 0) + 1) })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function WhatMoves({ preview }: { preview: Preview }) {
  const { problems, mayBeSaved, moved, complete, tickets, items } = preview;
  return (
    <>
      {problems.map(({ severity, words }) => (
        <Notice key={words} tone={severity === 'error' ? 'bad' : 'turn'}>
          {words}
        </Notice>
      ))}
      {mayBeSaved && (
        <p className="font-strong">
          {tickets === 0
            ? m.console_calendar_moves_none()
            : complete
              ? m.console_calendar_moves({ count: moved, tickets })
              : m.console_calendar_moves_at_least({ count: moved, tickets })}
        </p>
      )}
      {items.length > 0 && (
        <Table
          label={m.console_calendar_change_title()}
          columns={[
            { words: m.console_calendar_column_ticket() },
            { words: m.console_calendar_column_clock() },
            { words: m.console_calendar_column_before() },
            { words: m.console_calendar_column_after() },
          ]}
        >
          {items.map((item) => (
            <Row key={`${item.number} ${item.clock}`}>
              <Cell>
                <span className="text-soft tabular">#{item.number}</span> {item.subject}
              </Cell>
              <Cell>{clockWords[item.clock]()}</Cell>
              <Cell className="tabular">
                {item.from !== null && <Moment at={item.from} as="full" />}
              </Cell>
              <Cell className="tabular">
                {item.to !== null && <Moment at={item.to} as="full" />}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      {items.length < moved && (
        <p className="text-soft">{m.console_calendar_more({ count: moved - items.length })}</p>
      )}
    </>
  );
}
