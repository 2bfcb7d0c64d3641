import { formatNear } from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { ticketDraft } from './draft.ts';
import { ClauseLink, Field, When } from './elements.tsx';

interface ParticipantsProps {
  readonly context: PageContext;
  readonly ticket: Ticket;
  readonly formKey: string;
  /** An address that was refused, to be put right. */
  readonly retained: string;
}

/** II, V.c: who follows the request besides whoever asked, on which ground, and what becomes of who was in copy. */
export const ParticipantsCard = (props: ParticipantsProps) => {
  const { context, ticket } = props;
  const { say } = context;
  const mayAdd = ticket.acts.includes('add-participant');
  if (!mayAdd && ticket.participants.length === 0) return null;
  return (
    <section class="card participants" aria-labelledby="participants-title">
      <h2 id="participants-title">{m.portal_participants_title({}, say)}</h2>
      {ticket.participants.length === 0 ? (
        <p class="hint">{m.portal_participants_none({}, say)}</p>
      ) : (
        <ul>
          {ticket.participants.map((participant) => (
            <ParticipantLine key={participant.personId} {...props} participant={participant} />
          ))}
        </ul>
      )}
      {ticket.participantProposals.map((proposal) => (
        <ProposalForm key={proposal.id} {...props} proposal={proposal} />
      ))}
      {mayAdd ? <AddForm {...props} /> : null}
    </section>
  );
};

const ParticipantLine = ({
  context,
  ticket,
  formKey,
  participant,
}: ParticipantsProps & { readonly participant: Ticket['participants'][number] }) => {
  const { say, me, now } = context;
  const { personId, name } = participant;
  const leaves = personId === me?.personId;
  return (
    <li>
      <p>
        <strong>{name}</strong>
      </p>
      <p class="hint">
        {participant.words}
        {' · '}
        <When context={context} at={participant.addedAt}>
          {formatNear(participant.addedAt, now, context)}
        </When>{' '}
        <ClauseLink context={context} id={participant.clause} version={ticket.agreementVersion} />
      </p>
      {participant.mayRemove ? (
        <form
          method="post"
          action={`${paths.ticket(ticket.number)}/participants/${personId}/removal`}
          data-once
        >
          <input type="hidden" name="key" value={`remove-${personId}-${formKey}`} />
          <button class="button" type="submit">
            {leaves
              ? m.portal_participant_leave({}, say)
              : m.portal_participant_remove({ name }, say)}
          </button>
        </form>
      ) : null}
    </li>
  );
};

/** One act decides it: whoever administers the company says whose the address is. */
const ProposalForm = ({
  context,
  ticket,
  formKey,
  proposal,
}: ParticipantsProps & { readonly proposal: Ticket['participantProposals'][number] }) => {
  const { say } = context;
  const { id, address, name, proposedBy, mayDecide } = proposal;
  return (
    <form
      class="proposal"
      method="post"
      action={`${paths.ticket(ticket.number)}/participant-proposals/${id}`}
      data-once
    >
      <input type="hidden" name="key" value={`proposal-${id}-${formKey}`} />
      <p>
        <strong>{name === '' || name === address ? address : `${name} (${address})`}</strong>
      </p>
      <p class="hint">
        {m.portal_proposal_from({ name: proposedBy.name }, say)}{' '}
        {mayDecide ? m.portal_proposal_decide({}, say) : m.portal_proposal_waits({}, say)}{' '}
        <ClauseLink context={context} id="II" version={ticket.agreementVersion} />
      </p>
      {mayDecide ? (
        <p class="acts">
          <button class="button" type="submit" name="outcome" value="accepted">
            {m.portal_proposal_accept({ address }, say)}
          </button>
          <button class="button" type="submit" name="outcome" value="declined">
            {m.portal_proposal_decline({}, say)}
          </button>
        </p>
      ) : null}
    </form>
  );
};

const AddForm = ({ context, ticket, formKey, retained }: ParticipantsProps) => {
  const { say } = context;
  return (
    <details open={retained !== ''}>
      <summary>{m.portal_participant_add({}, say)}</summary>
      <form
        method="post"
        action={`${paths.ticket(ticket.number)}/participants`}
        data-once
        {...ticketDraft(context, ticket, 'participant')}
      >
        <input type="hidden" name="key" value={`participant-${formKey}`} />
        <Field
          id="participant-address"
          label={m.portal_participant_address({}, say)}
          hint={m.portal_participant_address_hint({}, say)}
        >
          {(described) => (
            <input
              {...described}
              type="email"
              name="address"
              required
              maxLength={254}
              autocomplete="off"
              value={retained}
            />
          )}
        </Field>
        <button class="button" type="submit">
          {m.portal_participant_add_act({}, say)}
        </button>
      </form>
    </details>
  );
};
