import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { iconCheck, iconPlus, iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button, IconButton } from '../parts/button.tsx';
import { Clause } from '../parts/clause.tsx';
import { matches } from '../parts/matches.ts';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/notice.tsx';
import { Picker } from '../parts/picker.tsx';
import { Section } from '../parts/section.tsx';
import { say } from '../parts/toast.tsx';
import { contactsQuery } from '../server/queries.ts';
import { useTicketWrite } from './use-ticket-write.ts';

/** II, V.c: who follows the request besides whoever asked, on which ground, and who waits to be judged. */
export function ParticipantsSection({ ticket }: { ticket: Ticket }) {
  const [adding, setAdding] = useState(false);
  const { number, agreementVersion } = ticket;
  const remove = useTicketWrite('removeParticipant', number, () =>
    say(m.console_participant_removed()),
  );
  const decide = useTicketWrite('decideParticipant', number, (_, { body }) =>
    say(
      body.outcome === 'accepted' ? m.console_participant_added() : m.console_proposal_declined(),
    ),
  );
  return (
    <Section id="participants" title={m.console_context_participants()}>
      {ticket.participants.length === 0 && ticket.participantProposals.length === 0 && (
        <p className="text-soft">{m.console_participants_none()}</p>
      )}
      <ul className="flex flex-col gap-1.5">
        {ticket.participants.map(({ personId, name, words, clause, addedAt, mayRemove }) => (
          <li key={personId} className="flex items-start gap-2">
            <Avatar name={name} size="s" />
            <span className="min-w-0 grow">
              <span className="break-words">{name}</span>
              <span className="block text-xs text-soft">
                {words} · <Moment at={addedAt} as="ago" />{' '}
                <Clause id={clause} version={agreementVersion} />
              </span>
            </span>
            {mayRemove && (
              <IconButton
                icon={iconX}
                name={m.console_participant_remove({ name })}
                onClick={() => remove.send({ params: { number, personId } })}
              />
            )}
          </li>
        ))}
      </ul>
      {ticket.participantProposals.map(({ id, address, name, proposedBy, mayDecide }) => (
        <div key={id} className="mt-2 rounded-s border border-line px-3 py-2">
          <p className="font-strong break-words">
            {name === '' || name === address ? address : `${name} (${address})`}
          </p>
          <p className="text-xs text-soft">
            {m.console_proposal_detail({ name: proposedBy.name })}{' '}
            <Clause id="II" version={agreementVersion} />
          </p>
          {mayDecide && (
            <p className="mt-2 flex flex-wrap gap-2">
              <Button
                icon={iconCheck}
                look="secondary"
                busy={decide.pending}
                onClick={() =>
                  decide.send({
                    params: { number, proposalId: id },
                    body: { outcome: 'accepted' },
                  })
                }
              >
                {m.console_proposal_accept({ address })}
              </Button>
              <Button
                busy={decide.pending}
                onClick={() =>
                  decide.send({
                    params: { number, proposalId: id },
                    body: { outcome: 'declined' },
                  })
                }
              >
                {m.console_proposal_decline({ address })}
              </Button>
            </p>
          )}
        </div>
      ))}
      <ProblemNote error={remove.error ?? decide.error} className="mt-2" />
      {ticket.acts.includes('add-participant') && (
        <Button icon={iconPlus} onClick={() => setAdding(true)} className="mt-3">
          {m.console_participant_add()}
        </Button>
      )}
      {adding && <ParticipantPicker ticket={ticket} onClose={() => setAdding(false)} />}
    </Section>
  );
}

/** The contacts of the same customer: nobody else can follow its requests. */
function ParticipantPicker({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const [written, setWritten] = useState('');
  const contacts = useQuery(contactsQuery(ticket.organization.id));
  const add = useTicketWrite('addParticipant', ticket.number, () => {
    onClose();
    say(m.console_participant_added());
  });
  const inIt = new Set([
    ticket.requester.personId,
    ...ticket.participants.map(({ personId }) => personId),
  ]);
  const items = (contacts.data?.items ?? [])
    .filter(({ personId, disabled }) => !disabled && !inIt.has(personId))
    .filter(({ name, email }) => matches(`${name} ${email}`, written))
    .map(({ personId, name, email, authorised }) => ({
      id: String(personId),
      words: name,
      detail: authorised ? email : `${email} · ${m.console_contact_unauthorised()}`,
      mark: <Avatar name={name} size="s" />,
      run: () => add.send({ params: { number: ticket.number }, body: { address: email } }),
    }));
  return (
    <Picker
      open
      onClose={onClose}
      title={m.console_participant_add()}
      placeholder={m.console_participant_placeholder()}
      written={written}
      onWritten={setWritten}
      groups={items.length === 0 ? [] : [{ value: ticket.organization.name, items }]}
      empty={m.console_participant_nobody()}
      busy={contacts.isFetching || add.pending}
    />
  );
}
