import { formatDay } from '../../ui/format.ts';
import { iconMailWarning, iconUserPlus } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import { undeliveredWords } from '../../ui/undelivered-words.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Contact, Page, PageAnswer, PageRequest, Problem } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { isTicked, numberOf, textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { draftOf } from '../views/draft.ts';
import { ClauseLink, Field, Notice, PageHead, ProblemNotice } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { notFound } from './not-found.tsx';

type Role = Contact['role'];

/** II: who of the company may ask. For its administrators. */
export const peoplePage: Page = {
  method: 'GET',
  path: paths.people,
  signedIn: true,
  handle: (request) => showPeople(request, {}),
};

export const invitePersonPage: Page = {
  method: 'POST',
  path: paths.people,
  signedIn: true,
  handle: async (request) => {
    const organizationId = request.me?.organization?.id;
    if (organizationId === undefined) return notFound(request);
    const { form } = request;
    const invited = {
      name: textOf(form, 'name'),
      email: textOf(form, 'email'),
      role: roleIn(form),
      authorised: isTicked(form, 'authorised'),
    };
    const added = await attempt(
      request.call('inviteContact', { params: { organizationId }, body: invited }),
    );
    if (!added.done) return showPeople(request, { invited, problem: added.problem });
    return { redirect: `${paths.people}?done=invited&draft=invite` };
  },
};

/** One form per person, one button per act: `act` says which was pressed. */
export const changePersonPage: Page = {
  method: 'POST',
  path: '/people/:personId',
  signedIn: true,
  handle: async (request) => {
    const organizationId = request.me?.organization?.id;
    const personId = numberOf({ personId: [request.params['personId'] ?? ''] }, 'personId');
    if (organizationId === undefined || personId === undefined) return notFound(request);
    const act = textOf(request.form, 'act');
    if (act === 'resend') {
      const sent = await attempt(request.call('resendInvitation', { params: { personId } }));
      if (!sent.done) return showPeople(request, { problem: sent.problem });
      return { redirect: `${paths.people}?done=resent` };
    }
    const body = changeFor(act, roleIn(request.form));
    if (body === null) return notFound(request);
    const changed = await attempt(
      request.call('updateContact', { params: { organizationId, personId }, body }),
    );
    if (!changed.done) return showPeople(request, { problem: changed.problem });
    return { redirect: `${paths.people}?done=changed#person-${personId}` };
  },
};

const roleIn = (form: PageRequest['form']): Role =>
  textOf(form, 'role') === 'customer_administrator' ? 'customer_administrator' : 'customer';

function changeFor(act: string, role: Role) {
  switch (act) {
    case 'authorise':
      return { authorised: true };
    case 'unauthorise':
      return { authorised: false };
    case 'disable':
      return { disabled: true };
    case 'enable':
      return { disabled: false };
    case 'role':
      return { role };
    default:
      return null;
  }
}

interface PeopleState {
  readonly invited?: {
    readonly name: string;
    readonly email: string;
    readonly role: Role;
    readonly authorised: boolean;
  };
  readonly problem?: Problem;
}

async function showPeople(request: PageRequest, state: PeopleState): Promise<PageAnswer> {
  const { me, call, url } = request;
  if (me?.organization == null || !me.roles.includes('customer_administrator')) {
    return notFound(request);
  }
  const [context, contacts] = await Promise.all([
    contextOf(request),
    call('listContacts', { params: { organizationId: me.organization.id } }),
  ]);
  return answerPage(context, {
    title: m.portal_people_title({}, context.say),
    section: 'people',
    scripts: ['composer.js'],
    ...(state.problem === undefined ? {} : { status: state.problem.status }),
    body: (
      <PeopleView
        context={context}
        contacts={contacts.items}
        state={state}
        done={url.searchParams.get('done')}
      />
    ),
  });
}

interface PeopleProps {
  readonly context: PageContext;
  readonly contacts: readonly Contact[];
  readonly state: PeopleState;
  readonly done: string | null;
}

export const PeopleView = ({ context, contacts, state, done }: PeopleProps) => {
  const { say, me } = context;
  const doneWords = {
    invited: m.portal_people_invited,
    resent: m.portal_people_resent,
    changed: m.portal_people_changed,
  }[done ?? ''];
  return (
    <div class="narrow">
      <PageHead
        title={m.portal_people_title({}, say)}
        lead={m.portal_people_lead({ company: me?.organization?.name ?? '' }, say)}
      />
      {doneWords === undefined ? null : (
        <Notice tone="good" role="status" title={doneWords({}, say)} />
      )}
      {state.problem === undefined ? null : (
        <ProblemNotice context={context} problem={state.problem} />
      )}
      <ul class="people">
        {contacts.map((contact) => (
          <PersonCard key={contact.personId} context={context} contact={contact} />
        ))}
      </ul>
      <InviteForm context={context} state={state} />
    </div>
  );
};

const PersonCard = ({ context, contact }: { context: PageContext; contact: Contact }) => {
  const { say, me } = context;
  const self = contact.personId === me?.personId;
  return (
    <li
      class={`card person${contact.disabled ? ' disabled' : ''}`}
      id={`person-${contact.personId}`}
    >
      <div class="person-head">
        <div>
          <h2>
            {contact.name}
            {self ? <span class="optional"> {m.portal_people_you({}, say)}</span> : null}
          </h2>
          <p class="hint">{contact.email}</p>
        </div>
        <p class={`pill ${contact.disabled ? 'off' : contact.authorised ? 'good' : 'hold'}`}>
          {contact.disabled
            ? m.portal_people_disabled({}, say)
            : contact.authorised
              ? m.portal_people_authorised({}, say)
              : m.portal_people_unauthorised({}, say)}
        </p>
      </div>
      <p class="person-more">
        <span>{roleName(contact.role, say)}</span>
        <span>{invitationWords(contact, say)}</span>
        <span>
          {contact.termsAcceptedAt === null
            ? m.portal_people_terms_open({}, say)
            : m.portal_people_terms({ day: formatDay(contact.termsAcceptedAt, context) }, say)}
        </span>
      </p>
      {contact.undeliverable.map((each) => (
        <p key={each.address} class="person-undeliverable">
          <Icon shape={iconMailWarning} />
          <span>
            {m.portal_people_undeliverable(
              {
                address: each.address,
                since: formatDay(each.since, context),
                reason: undeliveredWords(each, say),
              },
              say,
            )}
          </span>
        </p>
      ))}
      {self ? null : <PersonActs context={context} contact={contact} />}
    </li>
  );
};

const PersonActs = ({ context: { say }, contact }: { context: PageContext; contact: Contact }) => {
  const named = { name: contact.name };
  const other = contact.role === 'customer' ? 'customer_administrator' : 'customer';
  return (
    <details class="person-acts">
      <summary>
        {m.portal_people_change({}, say)}
        <span class="visually-hidden"> {contact.name}</span>
      </summary>
      <form method="post" action={`${paths.people}/${contact.personId}`} data-once>
        <input type="hidden" name="role" value={other} />
        {contact.disabled ? null : (
          <button
            class="button"
            type="submit"
            name="act"
            value={contact.authorised ? 'unauthorise' : 'authorise'}
          >
            {contact.authorised
              ? m.portal_people_unauthorise(named, say)
              : m.portal_people_authorise(named, say)}
          </button>
        )}
        {contact.disabled ? null : (
          <button class="button" type="submit" name="act" value="role">
            {other === 'customer'
              ? m.portal_people_make_member({}, say)
              : m.portal_people_make_administrator({}, say)}
          </button>
        )}
        {contact.disabled || contact.invitation === 'accepted' ? null : (
          <button class="button" type="submit" name="act" value="resend">
            {m.portal_people_resend({}, say)}
          </button>
        )}
        <button
          class={contact.disabled ? 'button' : 'button danger'}
          type="submit"
          name="act"
          value={contact.disabled ? 'enable' : 'disable'}
        >
          {contact.disabled
            ? m.portal_people_enable(named, say)
            : m.portal_people_disable(named, say)}
        </button>
        <p class="hint">{m.portal_people_change_hint({}, say)}</p>
      </form>
    </details>
  );
};

const InviteForm = ({ context, state }: { context: PageContext; state: PeopleState }) => {
  const { say } = context;
  const { invited } = state;
  return (
    <section class="card" aria-labelledby="invite-title">
      <h2 id="invite-title">{m.portal_invite_title({}, say)}</h2>
      <form
        method="post"
        action={paths.people}
        data-once
        {...draftOf({
          name: 'invite',
          page: paths.people,
          title: m.portal_invite_title({}, say),
        })}
      >
        <Field id="name" label={m.portal_name({}, say)}>
          {(described) => (
            <input
              {...described}
              name="name"
              autoComplete="off"
              required
              maxLength={200}
              value={invited?.name ?? ''}
            />
          )}
        </Field>
        <Field
          id="email"
          label={m.portal_email({}, say)}
          hint={m.portal_invite_email_hint({}, say)}
        >
          {(described) => (
            <input
              {...described}
              name="email"
              type="email"
              autoComplete="off"
              inputMode="email"
              required
              maxLength={254}
              value={invited?.email ?? ''}
            />
          )}
        </Field>
        <Field
          id="role"
          label={m.portal_invite_role({}, say)}
          hint={m.portal_invite_role_hint({}, say)}
        >
          {(described) => (
            <select {...described} name="role">
              <option value="customer">{roleName('customer', say)}</option>
              <option
                value="customer_administrator"
                selected={invited?.role === 'customer_administrator'}
              >
                {roleName('customer_administrator', say)}
              </option>
            </select>
          )}
        </Field>
        <div class="field tick">
          <label>
            <input
              type="checkbox"
              name="authorised"
              value="yes"
              checked={invited?.authorised ?? true}
            />
            {m.portal_invite_authorised({}, say)}
          </label>
          <p class="hint">
            {m.portal_invite_authorised_hint({}, say)} <ClauseLink context={context} id="II" />
          </p>
        </div>
        <button class="button primary" type="submit">
          <Icon shape={iconUserPlus} />
          {m.portal_invite_act({}, say)}
        </button>
      </form>
    </section>
  );
};

const roleName = (role: Role, say: PageContext['say']): string =>
  role === 'customer' ? m.portal_role_customer({}, say) : m.portal_role_administrator({}, say);

function invitationWords({ invitation }: Contact, say: PageContext['say']): string {
  switch (invitation) {
    case 'none':
      return m.portal_invitation_none({}, say);
    case 'sent':
      return m.portal_invitation_sent({}, say);
    case 'accepted':
      return m.portal_invitation_accepted({}, say);
    case 'expired':
      return m.portal_invitation_expired({}, say);
  }
}
