import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useId, useRef, useState } from 'react';
import {
  iconBuilding,
  iconPaperclip,
  iconPhone,
  iconSearch,
  iconUserRound,
  iconUsersRound,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput, Catalog } from '../../web/contract.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { ContactPicker } from '../parts/contact-picker.tsx';
import { Field, FieldErrors, Select, TextArea, TextInput } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { priorityWords } from '../parts/marks.tsx';
import { Notice, ProblemNote } from '../parts/notice.tsx';
import { Screen, Sheet } from '../parts/screen.tsx';
import { say } from '../parts/toast.tsx';
import { problemWords } from '../server/problem-words.ts';
import { agreementQuery, catalogQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { AttachmentList } from './attachment-list.tsx';
import { type NewTicketDraft, useNewTicketDraft } from './new-ticket-draft.ts';
import { NewTicketPreview } from './new-ticket-preview.tsx';
import { discardUploaded, filesOf, useUploads } from './use-uploads.ts';

type Match = CallOutput<Api['searchContacts']>['items'][number];
type Service = Catalog['categories'][number]['services'][number];

const levels = ['p1', 'p2', 'p3', 'p4'] as const;
const levelClauses = { p1: 'VI.a', p2: 'VI.b', p3: 'VI.c', p4: 'VI.d' } as const;

/** II: a request for a contact who phoned or came by, by the same admission as every other. */
export function NewTicketScreen() {
  const navigate = useNavigate();
  const { draft, change, forget } = useNewTicketDraft();
  const catalog = useQuery(catalogQuery());
  const services = (catalog.data?.categories ?? []).filter((each) => each.active);
  const service = services
    .flatMap((category) => category.services)
    .find((each) => each.id === draft.serviceId);
  const create = useWrite('createTicket', {
    touches: [['tickets'], ['ticket-counts']],
    onDone: ({ number }) => {
      forget();
      say(m.console_new_registered({ number: String(number) }));
      void navigate({ to: '/tickets/$number', params: { number }, search: {} });
    },
  });
  const { uploads, add, uploading } = useUploads((file) =>
    change((before) => ({ attachments: [...before.attachments, file] })),
  );

  const { contact } = draft;
  const send = () => {
    if (contact === null || uploading) return;
    create.send({
      body: {
        subject: draft.subject.trim(),
        description: draft.description.trim(),
        expectedResult: draft.expectedResult.trim(),
        ...(draft.priority === null ? {} : { prioritySuggested: draft.priority }),
        ...(service === undefined ? {} : { serviceId: service.id, categoryId: service.categoryId }),
        answers: answersTo(service, draft),
        attachmentIds: draft.attachments.map((file) => file.id),
        ...(service?.kind === 'out_of_scope' && draft.inScopeBecause.trim().length >= 3
          ? { inScopeBecause: draft.inScopeBecause.trim() }
          : {}),
        onBehalf: { personId: contact.personId, channel: draft.channel },
      },
    });
  };
  return (
    <Screen title={m.console_nav_new_full()}>
      <FieldErrors value={create.error === null ? new Map() : problemWords(create.error).fields}>
        <form
          className="grid grid-cols-1 max-w-6xl items-start gap-4 desk:grid-cols-[minmax(0,1fr)_22rem]"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
          onPaste={(event) => add(filesOf(event.clipboardData))}
        >
          <Sheet className="flex flex-col gap-5 p-5">
            <ContactChoice draft={draft} onContact={(next) => change(() => ({ contact: next }))} />
            <ChannelChoice draft={draft} onChannel={(channel) => change(() => ({ channel }))} />
            <Field name="subject" label={m.console_new_subject()}>
              <TextInput
                required
                minLength={3}
                maxLength={300}
                autoComplete="off"
                value={draft.subject}
                onChange={({ target }) => change(() => ({ subject: target.value }))}
              />
            </Field>
            <Field name="description" label={m.console_new_description()}>
              <TextArea
                required
                rows={6}
                value={draft.description}
                onChange={({ target }) => change(() => ({ description: target.value }))}
                className="text-m"
              />
            </Field>
            <Field name="expectedResult" label={m.console_new_expected()} optional>
              <TextArea
                rows={2}
                value={draft.expectedResult}
                onChange={({ target }) => change(() => ({ expectedResult: target.value }))}
              />
            </Field>
            <Impact draft={draft} onPriority={(priority) => change(() => ({ priority }))} />
            <ServiceChoice
              categories={services}
              draft={draft}
              service={service}
              onService={(serviceId) => change(() => ({ serviceId }))}
              onInScopeBecause={(inScopeBecause) => change(() => ({ inScopeBecause }))}
              onAnswer={(key, answer) =>
                change((before) => ({ answers: { ...before.answers, [key]: answer } }))
              }
            />
            <Files
              onFiles={add}
              list={
                <AttachmentList
                  attachments={draft.attachments}
                  uploads={uploads}
                  onRemove={(id) => {
                    change((before) => ({
                      attachments: before.attachments.filter((file) => file.id !== id),
                    }));
                    discardUploaded(id);
                  }}
                />
              }
            />
          </Sheet>
          <div className="flex flex-col gap-3 desk:sticky desk:top-0">
            <NewTicketPreview
              personId={contact?.personId ?? null}
              priority={draft.priority}
              serviceId={service?.id ?? null}
            />
            <ProblemNote error={create.error} />
            <Button
              type="submit"
              look="primary"
              busy={create.pending}
              disabled={contact === null || uploading}
              className="h-10"
            >
              {m.console_new_register()}
            </Button>
            <p className="text-center text-xs text-soft">
              {contact === null ? m.console_new_needs_contact() : m.console_compose_saved()}
            </p>
          </div>
        </form>
      </FieldErrors>
    </Screen>
  );
}

/** Only the answers that the chosen service asks for. */
function answersTo(service: Service | undefined, draft: NewTicketDraft): Record<string, string> {
  const asked = service?.questions ?? [];
  return Object.fromEntries(
    asked.flatMap(({ key }) => {
      const answer = draft.answers[key]?.trim() ?? '';
      return answer === '' ? [] : [[key, answer]];
    }),
  );
}

function ContactChoice({
  draft,
  onContact,
}: {
  draft: NewTicketDraft;
  onContact: (contact: Match) => void;
}) {
  const { contact } = draft;
  const [open, setOpen] = useState(contact === null);
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{m.console_new_contact()}</legend>
      {contact === null ? (
        <Button icon={iconSearch} onClick={() => setOpen(true)}>
          {m.console_new_choose_contact()}
        </Button>
      ) : (
        <div className="flex flex-wrap items-center gap-3 rounded-s border border-edge px-3 py-2">
          <Avatar name={contact.name} />
          <div className="min-w-0 grow">
            <p className="font-strong">{contact.name}</p>
            <p className="truncate text-xs text-soft">
              {contact.email} · {contact.organization.name}
            </p>
          </div>
          <Button look="quiet" onClick={() => setOpen(true)}>
            {m.console_new_change_contact()}
          </Button>
        </div>
      )}
      {open && <ContactPicker onClose={() => setOpen(false)} onContact={onContact} />}
    </fieldset>
  );
}

const channels = [
  ['phone', m.console_new_by_phone, iconPhone],
  ['visit', m.console_new_by_visit, iconUsersRound],
  ['email', m.console_new_by_email, iconUserRound],
] as const;

function ChannelChoice({
  draft,
  onChannel,
}: {
  draft: NewTicketDraft;
  onChannel: (channel: NewTicketDraft['channel']) => void;
}) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{m.console_new_channel()}</legend>
      <div className="flex flex-wrap gap-2">
        {channels.map(([channel, words, icon]) => (
          <label
            key={channel}
            className={cx(
              'flex h-9 items-center gap-2 rounded-s border px-3 has-focus-visible:outline-(--focus-ring) pointer-coarse:h-11',
              draft.channel === channel
                ? 'border-brand bg-brand-tint text-on-brand-tint'
                : 'border-edge hover:bg-sunken',
            )}
          >
            <input
              type="radio"
              name={name}
              checked={draft.channel === channel}
              onChange={() => onChannel(channel)}
              className="sr-only"
            />
            <Icon of={icon} />
            {words()}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** IV.b, VI: the level is chosen by what it does to the business, in the agreement's own words. */
function Impact({
  draft,
  onPriority,
}: {
  draft: NewTicketDraft;
  onPriority: (priority: NewTicketDraft['priority']) => void;
}) {
  const { reader } = useSession();
  const agreement = useQuery(agreementQuery());
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{m.console_new_impact()}</legend>
      <div className="grid grid-cols-1 gap-2 tablet:grid-cols-2">
        {levels.map((priority) => {
          const clause = agreement.data?.clauses.find((each) => each.id === levelClauses[priority]);
          return (
            <label
              key={priority}
              className={cx(
                'flex items-start gap-2.5 rounded-s border px-3 py-2',
                draft.priority === priority
                  ? 'border-brand bg-brand-tint'
                  : 'border-line hover:border-edge',
              )}
            >
              <input
                type="radio"
                name={name}
                checked={draft.priority === priority}
                onChange={() => onPriority(priority)}
                className="mt-0.5 size-4 accent-brand"
              />
              <span className="min-w-0">
                <span className="font-medium">{priorityWords[priority]()}</span>
                {clause !== undefined && (
                  <span className="mt-0.5 line-clamp-3 text-xs text-soft">
                    {clause.text[reader.language]}
                  </span>
                )}
              </span>
            </label>
          );
        })}
      </div>
      {draft.priority !== null && (
        <Button look="quiet" onClick={() => onPriority(null)} className="mt-1.5 -ml-2.5 text-soft">
          {m.console_new_no_impact()}
        </Button>
      )}
    </fieldset>
  );
}

function ServiceChoice({
  categories,
  draft,
  service,
  onService,
  onInScopeBecause,
  onAnswer,
}: {
  categories: Catalog['categories'];
  draft: NewTicketDraft;
  service: Service | undefined;
  onService: (serviceId: number | null) => void;
  onInScopeBecause: (because: string) => void;
  onAnswer: (key: string, answer: string) => void;
}) {
  const { reader } = useSession();
  return (
    <>
      <Field name="serviceId" label={m.console_new_service()} optional>
        <Select
          value={draft.serviceId ?? ''}
          onChange={({ target }) => onService(target.value === '' ? null : Number(target.value))}
        >
          <option value="">{m.console_new_service_none()}</option>
          {categories.map((category) => (
            <optgroup key={category.id} label={category.name[reader.language]}>
              {category.services
                .filter((each) => each.active)
                .map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.name[reader.language]}
                  </option>
                ))}
            </optgroup>
          ))}
        </Select>
      </Field>
      {service?.kind === 'project' && (
        <Notice tone="note" icon={iconBuilding}>
          {m.console_new_is_project()}
        </Notice>
      )}
      {service?.kind === 'out_of_scope' && (
        <Field
          name="inScopeBecause"
          label={m.console_new_in_scope_because()}
          optional
          hint={m.console_new_in_scope_because_hint()}
        >
          <TextArea
            rows={2}
            minLength={3}
            maxLength={10_000}
            value={draft.inScopeBecause}
            onChange={({ target }) => onInScopeBecause(target.value)}
          />
        </Field>
      )}
      {service?.questions.map((question) => (
        <Field
          key={question.key}
          name={question.key}
          label={question.label[reader.language]}
          optional={!question.required}
        >
          <TextInput
            required={question.required}
            maxLength={2000}
            value={draft.answers[question.key] ?? ''}
            onChange={({ target }) => onAnswer(question.key, target.value)}
          />
        </Field>
      ))}
    </>
  );
}

function Files({ onFiles, list }: { onFiles: (files: readonly File[]) => void; list: ReactNode }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={m.console_compose_attach()}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      {list}
      <Button icon={iconPaperclip} onClick={() => picker.current?.click()}>
        {m.console_compose_attach()}
      </Button>
    </div>
  );
}
