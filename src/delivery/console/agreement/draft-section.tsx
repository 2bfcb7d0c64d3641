import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { iconFilePen } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { AgreementDraft } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Field, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Moment } from '../parts/moment.tsx';
import { Empty, Notice, ProblemNote, Waiting } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { agreementDraftQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { DraftForm } from './draft-form.tsx';
import { Differences, Problems } from './draft-review.tsx';
import { useKeepDraft } from './use-keep-draft.ts';
import { WhatIfSection } from './what-if-section.tsx';

/** The next version of the agreement: written, compared with the one in force, tried on the past, published. */
export function DraftSection() {
  const draft = useQuery(agreementDraftQuery());
  if (draft.data === undefined) {
    return draft.isError ? (
      <ProblemNote error={draft.error} onRetry={() => void draft.refetch()} />
    ) : (
      <Waiting />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {draft.data.draft === null ? <NoDraft /> : <Draft draft={draft.data.draft} />}
      <WhatIfSection draft={draft.data.draft} />
    </div>
  );
}

function NoDraft() {
  const keep = useKeepDraft();
  const start = useWrite('startAgreementDraft', { onDone: keep });
  return (
    <>
      <Empty
        icon={iconFilePen}
        title={m.agreement_draft_empty()}
        action={
          <Button look="primary" busy={start.pending} onClick={() => start.send({})}>
            {m.agreement_draft_start()}
          </Button>
        }
      >
        {m.agreement_draft_empty_why()}
      </Empty>
      <ProblemNote error={start.error} />
    </>
  );
}

function Draft({ draft }: { draft: AgreementDraft }) {
  const [asking, ask] = useState<'discard' | 'publish' | null>(null);
  const ready = draft.differences.length > 0 && draft.problems.length === 0;
  const close = () => ask(null);
  // Of this revision alone: what was saved is another one.
  const [touchedRevision, touchRevision] = useState<number | null>(null);
  const unsaved = touchedRevision === draft.revision;
  const publishesUnsaved = asking === 'publish' && unsaved;
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 grow">
          <h2 className="text-m font-strong">{m.agreement_draft_title()}</h2>
          <p className="text-s text-soft">
            {m.agreement_draft_based({ version: String(draft.basedOn) })}
            {draft.changedBy !== null && (
              <>
                {' · '}
                {m.agreement_draft_changed_by({ name: draft.changedBy.name })}{' '}
                <Moment at={draft.changedAt} as="ago" />
              </>
            )}
          </p>
        </div>
        <Button onClick={() => ask('discard')}>{m.agreement_draft_discard()}</Button>
        <Button look="primary" disabled={!ready} onClick={() => ask('publish')}>
          {m.agreement_draft_publish()}
        </Button>
      </header>
      {publishesUnsaved && (
        <Notice tone="turn" title={m.agreement_draft_publish_unsaved()} live="assertive">
          {m.agreement_draft_publish_unsaved_why()}
        </Notice>
      )}
      <Problems draft={draft} />
      <Differences draft={draft} />
      {/* Another revision is another form: what somebody else saved is shown, never overwritten. */}
      <DraftForm
        key={draft.revision}
        draft={draft}
        touched={unsaved}
        onTouch={() => {
          touchRevision(draft.revision);
          close();
        }}
      />
      {asking === 'discard' && <DiscardDialog draft={draft} onClose={close} />}
      {asking === 'publish' && !publishesUnsaved && <PublishDialog draft={draft} onClose={close} />}
    </>
  );
}

interface DialogProps {
  readonly draft: AgreementDraft;
  readonly onClose: () => void;
}

function DiscardDialog({ draft, onClose }: DialogProps) {
  const discard = useWrite('discardAgreementDraft', {
    touches: [['agreement-draft']],
    onDone: () => {
      onClose();
      say(m.agreement_draft_discarded());
    },
  });
  return (
    <FormDialog
      title={m.agreement_draft_discard_question()}
      act={m.agreement_draft_discard()}
      look="danger"
      busy={discard.pending}
      error={discard.error}
      onClose={onClose}
      onSend={() => discard.send({ query: { revision: draft.revision } })}
    >
      <p>{m.agreement_draft_discard_why()}</p>
    </FormDialog>
  );
}

function PublishDialog({ draft, onClose }: DialogProps) {
  const publish = useWrite('publishAgreementDraft', {
    touches: [['agreement-draft'], ['agreement'], ['agreement-versions']],
    onDone: ({ version }) => {
      onClose();
      say(m.agreement_draft_published({ version: String(version) }));
    },
  });
  return (
    <FormDialog
      title={m.agreement_draft_publish_title()}
      act={m.agreement_draft_publish()}
      busy={publish.pending}
      error={publish.error}
      onClose={onClose}
      onSend={(filled) =>
        publish.send({
          body: { revision: draft.revision, effectiveOn: filled.given('effectiveOn') ?? null },
        })
      }
    >
      <p>{m.agreement_draft_publish_why()}</p>
      <Field
        name="effectiveOn"
        label={m.agreement_draft_publish_on()}
        hint={m.agreement_draft_publish_on_hint()}
        optional
      >
        <TextInput name="effectiveOn" type="date" />
      </Field>
    </FormDialog>
  );
}
