import { useState } from 'react';
import { minuteMs } from '../../../kernel/duration.ts';
import { formatZone } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput, Organization, StandingHistoryEntry } from '../../web/contract.ts';
import { Field, TextArea, TextInput } from '../parts/field.tsx';
import { type Filled, FormDialog } from '../parts/form-dialog.tsx';
import { Moment } from '../parts/moment.tsx';
import { Notice } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { instantWritten, wallWritten } from '../parts/wall-written.ts';
import { serverNow } from '../server/call.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

type Held = Pick<CallOutput<Api['listStandings']>, 'heldTickets' | 'heldForThisAlone'>;

const touchedBy = ({ id }: Organization) => [
  ['organization', id],
  ['organizations'],
  ['tickets'],
  ['ticket-counts'],
];

/** II: suspends or puts in good standing, now or from a moment on; or says it otherwise than it was said. */
export function StandingDialog({
  organization,
  held,
  standing,
  corrects,
  onClose,
}: {
  readonly organization: Organization;
  readonly held: Held | undefined;
  readonly standing: 'good' | 'suspended';
  readonly corrects: StandingHistoryEntry | null;
  readonly onClose: () => void;
}) {
  const { reader } = useSession();
  const [later, setLater] = useState(corrects?.state === 'planned');
  const suspends = standing === 'suspended';
  const set = useWrite('setStanding', {
    touches: touchedBy(organization),
    onDone: () => {
      onClose();
      say(
        later
          ? m.console_standing_done_planned()
          : suspends
            ? m.console_standing_done_suspended()
            : m.console_standing_done_restored(),
      );
    },
  });
  const now = serverNow();
  const fieldMoment = (iso: string | null | undefined) =>
    iso == null ? undefined : wallWritten(Date.parse(iso) - minuteMs, reader.timeZone);
  const momentIn = (filled: Filled, name: string) => {
    const instant = instantWritten(filled.text(name), reader.timeZone);
    return instant === null ? undefined : new Date(instant).toISOString();
  };
  const send = (filled: Filled) => {
    const from = later ? momentIn(filled, 'from') : undefined;
    const until = suspends ? momentIn(filled, 'until') : undefined;
    set.send({
      params: { organizationId: organization.id },
      body: {
        standing,
        reason: filled.text('reason'),
        ...(suspends
          ? { customerReason: { es: filled.text('reasonEs'), en: filled.text('reasonEn') } }
          : {}),
        ...(from === undefined ? {} : { from }),
        ...(until === undefined ? {} : { until }),
        ...(corrects === null ? {} : { replaces: corrects.id }),
      },
    });
  };
  const title = suspends ? m.console_standing_suspend() : m.console_standing_restore();
  return (
    <FormDialog
      title={corrects === null ? title : m.console_standing_correct_title()}
      description={organization.name}
      act={corrects === null ? title : m.console_standing_correct_act()}
      look={suspends && corrects === null ? 'danger' : 'primary'}
      busy={set.pending}
      error={set.error}
      onClose={onClose}
      onSend={send}
    >
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 text-s font-medium">
          {m.console_standing_from()}
          <span className="font-text text-soft"> · {formatZone(reader, now)}</span>
        </legend>
        {[false, true].map((planned) => (
          <label
            key={String(planned)}
            className="flex items-center gap-2.5 text-s pointer-coarse:min-h-11"
          >
            <input
              type="radio"
              name="when"
              checked={later === planned}
              onChange={() => setLater(planned)}
              className="size-4 accent-brand"
            />
            {planned ? m.console_standing_from_date() : m.console_standing_from_now()}
          </label>
        ))}
        {later && (
          <TextInput
            name="from"
            type="datetime-local"
            aria-label={m.console_standing_from_date()}
            required
            min={wallWritten(now, reader.timeZone)}
            defaultValue={corrects?.state === 'planned' ? fieldMoment(corrects.from) : undefined}
          />
        )}
      </fieldset>
      {suspends && (
        <Field
          name="until"
          label={m.console_standing_until()}
          optional
          hint={m.console_standing_until_hint()}
        >
          <TextInput
            name="until"
            type="datetime-local"
            min={wallWritten(now, reader.timeZone)}
            defaultValue={fieldMoment(corrects?.until)}
          />
        </Field>
      )}
      <Field
        name="reason"
        label={m.console_standing_reason_internal()}
        hint={m.console_standing_reason_internal_hint()}
      >
        <TextArea
          name="reason"
          required
          minLength={3}
          maxLength={500}
          rows={2}
          defaultValue={corrects?.reason}
        />
      </Field>
      {suspends && (
        <>
          <Field
            label={m.console_standing_reason_es()}
            optional
            hint={m.console_standing_reason_customer_hint()}
          >
            <TextArea
              name="reasonEs"
              lang="es"
              maxLength={500}
              rows={2}
              defaultValue={corrects?.customerReason.es ?? undefined}
            />
          </Field>
          <Field label={m.console_standing_reason_en()} optional>
            <TextArea
              name="reasonEn"
              lang="en"
              maxLength={500}
              rows={2}
              defaultValue={corrects?.customerReason.en ?? undefined}
            />
          </Field>
        </>
      )}
      <Notice tone="note">
        <Effect suspends={suspends} corrects={corrects} later={later} held={held} />
      </Notice>
    </FormDialog>
  );
}

/** What comes of it, as far as it can be told before. */
function Effect({
  suspends,
  corrects,
  later,
  held,
}: {
  readonly suspends: boolean;
  readonly corrects: StandingHistoryEntry | null;
  readonly later: boolean;
  readonly held: Held | undefined;
}) {
  if (suspends && corrects?.state === 'running') return m.console_standing_correct_detail();
  if (suspends) return m.console_standing_suspend_detail();
  if (held === undefined || held.heldTickets === 0) return m.console_standing_restore_none();
  const otherwise = held.heldTickets - held.heldForThisAlone;
  return (
    <>
      {held.heldForThisAlone > 0 && (
        <p>
          {later
            ? m.console_standing_restore_then({ count: held.heldForThisAlone })
            : m.console_standing_restore_count({ count: held.heldForThisAlone })}
        </p>
      )}
      {otherwise > 0 && <p>{m.console_standing_restore_otherwise({ count: otherwise })}</p>}
    </>
  );
}

/** II: takes a planned change back before it begins. */
export function WithdrawStandingDialog({
  organization,
  entry,
  onClose,
}: {
  readonly organization: Organization;
  readonly entry: StandingHistoryEntry;
  readonly onClose: () => void;
}) {
  const withdraw = useWrite('withdrawStanding', {
    touches: touchedBy(organization),
    onDone: () => {
      onClose();
      say(m.console_standing_done_withdrawn());
    },
  });
  return (
    <FormDialog
      title={m.console_standing_withdraw_title()}
      description={
        <>
          {entry.standing === 'good' ? m.console_standing_good() : m.console_standing_suspended()}
          {' · '}
          {m.console_standing_since()} <Moment at={entry.from} as="full" />
        </>
      }
      act={m.console_standing_withdraw()}
      look="danger"
      busy={withdraw.pending}
      error={withdraw.error}
      onClose={onClose}
      onSend={(filled) =>
        withdraw.send({
          params: { organizationId: organization.id, entryId: entry.id },
          body: { reason: filled.text('reason') },
        })
      }
    >
      <Field
        name="reason"
        label={m.console_standing_reason_internal()}
        hint={m.console_standing_reason_internal_hint()}
      >
        <TextArea name="reason" required minLength={3} maxLength={500} rows={2} autoFocus />
      </Field>
    </FormDialog>
  );
}
