import type { VNode } from 'preact';
import { formatDay, formatDayAndTime } from '../../ui/format.ts';
import { iconFingerprintPattern, iconShieldCheck } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import {
  type Api,
  type CallInput,
  type CallOutput,
  type Page,
  type PageAnswer,
  type PageRequest,
  type Problem,
  routes,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { isTicked, numberOf, textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { DoorProblem, Field, Notice } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { credentialOf, hasPasskeys, NoPasskeyHere, PasskeyForm } from '../views/passkey-form.tsx';
import { Qr } from '../views/qr.tsx';
import { notFound } from './not-found.tsx';
import { AppCodeField } from './sign-in-code.tsx';

/** The second factor of whoever is signed in: contacts and agents alike, who come here from their profile. */
export const secondFactorPage: Page = {
  method: 'GET',
  path: paths.secondFactor,
  signedIn: true,
  beforeFactor: true,
  handle: (request) => showState(request),
};

export const offerSecondFactorPage: Page = {
  method: 'POST',
  path: paths.secondFactorOffer,
  signedIn: true,
  beforeFactor: true,
  handle: async (request) => {
    const offered = await attempt(request.call('offerSecondFactor'));
    if (!offered.done) return showState(request, offered.problem);
    return showOffer(request, offered.value);
  },
};

export const confirmSecondFactorPage: Page = {
  method: 'POST',
  path: paths.secondFactorConfirmation,
  signedIn: true,
  beforeFactor: true,
  handle: async (request) => {
    const { form } = request;
    const confirmed = await attempt(
      request.call('confirmSecondFactor', { body: { code: textOf(form, 'code') } }),
    );
    if (confirmed.done) {
      const { recoveryCodes } = confirmed.value;
      if (recoveryCodes.length === 0) return { redirect: `${paths.secondFactor}?done=on` };
      return show(request, (context) => (
        <CodesView context={context} codes={recoveryCodes} done={m.portal_factor_done} />
      ));
    }
    const offered = { secret: textOf(form, 'secret'), uri: textOf(form, 'uri') };
    // It came back with the form and becomes a link again.
    if (!/^otpauth:\/\/totp\/\S{1,400}$/.test(offered.uri)) return { redirect: paths.secondFactor };
    return showOffer(request, offered, confirmed.problem);
  },
};

export const renewRecoveryCodesPage: Page = {
  method: 'POST',
  path: paths.recoveryCodes,
  signedIn: true,
  handle: async (request) => {
    const code = textOf(request.form, 'code');
    const body = code === '' ? {} : { code };
    const renewed = await attempt(request.call('renewRecoveryCodes', { body }));
    if (!renewed.done) return showState(request, renewed.problem);
    const { recoveryCodes } = renewed.value;
    return show(request, (context) => (
      <CodesView context={context} codes={recoveryCodes} done={m.portal_factor_renewed} />
    ));
  },
};

export const addPasskeyPage: Page = {
  method: 'POST',
  path: paths.passkeys,
  signedIn: true,
  beforeFactor: true,
  handle: async (request) => {
    const credential = credentialOf(request.form);
    if (credential === null) return { redirect: paths.secondFactor };
    const added = await attempt(
      // The contract reads it: what a browser wrote is nothing that a page knows.
      request.call('addPasskey', { body: { credential: credential as Credential } }),
    );
    if (!added.done) return showState(request, added.problem);
    const { recoveryCodes } = added.value;
    if (recoveryCodes.length === 0) return { redirect: `${paths.secondFactor}?done=passkey` };
    return show(request, (context) => (
      <CodesView context={context} codes={recoveryCodes} done={m.portal_passkey_added} />
    ));
  },
};

type Credential = CallInput<Api['addPasskey']>['body']['credential'];

/** A name, or the end of it: one form for each passkey, with two buttons. */
export const changePasskeyPage: Page = {
  method: 'POST',
  path: `${paths.passkeys}/:passkeyId`,
  signedIn: true,
  handle: async (request) => {
    const passkeyId = numberOf({ id: [request.params['passkeyId'] ?? ''] }, 'id');
    if (passkeyId === undefined) return notFound(request);
    const removes = isTicked(request.form, 'remove');
    const changed = await attempt(
      removes
        ? request.call('removePasskey', { params: { passkeyId } })
        : request.call('renamePasskey', {
            params: { passkeyId },
            body: { name: textOf(request.form, 'name') },
          }),
    );
    if (!changed.done) return showState(request, changed.problem);
    return { redirect: `${paths.secondFactor}?done=${removes ? 'removed' : 'named'}` };
  },
};

export const dropSecondFactorPage: Page = {
  method: 'POST',
  path: paths.secondFactorRemoval,
  signedIn: true,
  handle: async (request) => {
    const code = textOf(request.form, 'code');
    const dropped = await attempt(request.call('dropSecondFactor', { body: { code } }));
    if (dropped.done) return { redirect: `${paths.secondFactor}?done=off` };
    return showState(request, dropped.problem);
  },
};

async function showState(request: PageRequest, problem?: Problem): Promise<PageAnswer> {
  const factor = await request.call('getSecondFactor');
  return show(
    request,
    (context) => (
      <StateView
        context={context}
        factor={factor}
        {...(problem === undefined ? {} : { problem })}
      />
    ),
    problem,
  );
}

async function show(
  request: PageRequest,
  draw: (context: PageContext) => VNode,
  problem?: Problem,
): Promise<PageAnswer> {
  const context = await contextOf(request);
  return answerPage(context, {
    title: m.portal_factor_title({}, context.say),
    scripts: hasPasskeys(context) ? ['passkey.js'] : [],
    // The places of the portal are none of an agent's.
    ...(isAgent(context) ? {} : { section: 'profile' as const }),
    ...(problem === undefined ? {} : { status: problem.status }),
    body: draw(context),
  });
}

type Offered = CallOutput<Api['offerSecondFactor']>;

const showOffer = (request: PageRequest, offered: Offered, problem?: Problem) =>
  show(
    request,
    (context) => (
      <OfferView
        context={context}
        offered={offered}
        {...(problem === undefined ? {} : { problem })}
      />
    ),
    problem,
  );

/** Where the profile of this person is. */
const profileOf = (context: PageContext): string =>
  isAgent(context) ? paths.consoleProfile : paths.profile;

const isAgent = ({ me }: PageContext): boolean => me?.organization === null;

const Head = ({ context }: { context: PageContext }) => (
  <>
    <p class="door-sign">
      <Icon shape={iconShieldCheck} />
    </p>
    <h1>{m.portal_factor_title({}, context.say)}</h1>
  </>
);

const Back = ({ context }: { context: PageContext }) => (
  <p>
    <a href={profileOf(context)}>{m.portal_factor_back({}, context.say)}</a>
  </p>
);

type Factors = CallOutput<Api['getSecondFactor']>;

export const StateView = ({
  context,
  factor,
  problem,
}: {
  context: PageContext;
  factor: Factors;
  problem?: Problem;
}) => {
  const { say, url } = context;
  const doneWords = {
    on: m.portal_factor_done,
    off: m.portal_factor_dropped,
    passkey: m.portal_passkey_added,
    named: m.portal_passkey_named,
    removed: m.portal_passkey_removed,
  }[url.searchParams.get('done') ?? ''];
  return (
    <div class="door">
      <Head context={context} />
      <p class="lead">{m.portal_factor_why({}, say)}</p>
      <Duty context={context} factor={factor} />
      {doneWords === undefined ? null : (
        <Notice tone="good" role="status" title={doneWords({}, say)} />
      )}
      <DoorProblem problem={problem} />
      {problem?.reason === 'sign-in-again' ? (
        <p>
          <a class="button primary wide" href={signInAgain}>
            {m.portal_sign_in_again({}, say)}
          </a>
        </p>
      ) : null}
      <Passkeys context={context} passkeys={factor.passkeys} />
      <App context={context} factor={factor} />
      <Codes context={context} factor={factor} />
      {owes(context, factor) ? <Leave say={say} /> : <Back context={context} />}
    </div>
  );
};

const hasNone = ({ since, passkeys }: Factors): boolean => since === null && passkeys.length === 0;

/** Must have one and has none: there is nothing else to go to. */
const owes = ({ now }: PageContext, factor: Factors): boolean =>
  factor.obligedFrom !== null && Date.parse(factor.obligedFrom) <= now && hasNone(factor);

/** What the firm asks of this person. */
const Duty = ({ context, factor }: { context: PageContext; factor: Factors }) => {
  const { say } = context;
  const { obligedFrom } = factor;
  if (obligedFrom === null) return null;
  if (owes(context, factor)) {
    return (
      <Notice tone="turn" title={m.portal_factor_owed({}, say)}>
        <p>{m.portal_factor_owed_next({ firm: context.firmName }, say)}</p>
      </Notice>
    );
  }
  const day = formatDay(obligedFrom, context);
  const isComing = Date.parse(obligedFrom) > context.now;
  return (
    <Notice
      tone="note"
      title={isComing ? m.portal_factor_coming({ day }, say) : m.portal_factor_obliged({}, say)}
    />
  );
};

const Leave = ({ say }: Pick<PageContext, 'say'>) => (
  <form method="post" action={paths.signOut} data-sign-out>
    <button class="button wide" type="submit">
      {m.portal_sign_out({}, say)}
    </button>
  </form>
);

const signInAgain = `${paths.signIn}?again=1&next=${paths.secondFactor}`;

const Passkeys = ({
  context,
  passkeys,
}: {
  context: PageContext;
  passkeys: Factors['passkeys'];
}) => {
  const { say } = context;
  return (
    <section class="card" aria-labelledby="passkeys-title">
      <h2 id="passkeys-title">{m.portal_passkeys_title({}, say)}</h2>
      <p class="hint">{m.portal_passkeys_what({}, say)}</p>
      {passkeys.length === 0 ? null : (
        <ul class="passkeys">
          {passkeys.map((passkey) => (
            <li key={passkey.id}>
              <PasskeyView context={context} passkey={passkey} />
            </li>
          ))}
        </ul>
      )}
      {hasPasskeys(context) ? (
        <>
          <PasskeyForm
            context={context}
            action={paths.passkeys}
            offer={routes.offerPasskey[1]}
            words={m.portal_passkey_add({}, say)}
            look={passkeys.length === 0 ? 'button primary wide' : 'button wide'}
            makes
          />
          <NoPasskeyHere say={say} />
        </>
      ) : (
        <p class="hint">{m.portal_passkey_no_address({}, say)}</p>
      )}
    </section>
  );
};

const PasskeyView = ({
  context,
  passkey: { id, name, createdAt, lastUsedAt },
}: {
  context: PageContext;
  passkey: Factors['passkeys'][number];
}) => {
  const { say } = context;
  const since = m.portal_passkey_since({ day: formatDay(createdAt, context) }, say);
  const used =
    lastUsedAt === null
      ? m.portal_passkey_unused({}, say)
      : m.portal_passkey_used({ moment: formatDayAndTime(lastUsedAt, context) }, say);
  return (
    <details>
      <summary>
        <Icon shape={iconFingerprintPattern} />
        <span>
          <strong>{name}</strong>
          <span class="hint">{`${since} · ${used}`}</span>
        </span>
      </summary>
      <form method="post" action={`${paths.passkeys}/${id}`} data-once>
        <Field id={`passkey-${id}`} label={m.portal_passkey_name({}, say)}>
          {(described) => <input {...described} name="name" required maxLength={60} value={name} />}
        </Field>
        <p class="passkey-acts">
          <button class="button" type="submit">
            {m.portal_save({}, say)}
          </button>
          <button class="button quiet" type="submit" name="remove" value="1">
            {m.portal_passkey_remove({ name }, say)}
          </button>
        </p>
      </form>
    </details>
  );
};

const App = ({ context, factor: { since } }: { context: PageContext; factor: Factors }) => {
  const { say } = context;
  return (
    <section class="card" aria-labelledby="app-title">
      <h2 id="app-title">{m.portal_factor_app_title({}, say)}</h2>
      {since === null ? (
        <form method="post" action={paths.secondFactorOffer} data-once>
          <p class="hint">{m.portal_factor_app({}, say)}</p>
          <button class="button wide" type="submit">
            {m.portal_factor_begin({}, say)}
          </button>
        </form>
      ) : (
        <>
          <p>{m.portal_factor_on({ day: formatDay(since, context) }, say)}</p>
          <details>
            <summary>{m.portal_factor_drop({}, say)}</summary>
            <form method="post" action={paths.secondFactorRemoval} data-once>
              <p class="hint">{m.portal_factor_drop_why({}, say)}</p>
              <AppCodeField say={say} />
              <button class="button wide" type="submit">
                {m.portal_factor_drop({}, say)}
              </button>
            </form>
          </details>
        </>
      )}
    </section>
  );
};

/** Whoever has no factor has no recovery codes, and needs none. */
const Codes = ({ context: { say }, factor }: { context: PageContext; factor: Factors }) =>
  hasNone(factor) ? null : (
    <section class="card" aria-labelledby="renew-title">
      <h2 id="renew-title">{m.portal_factor_codes_own({}, say)}</h2>
      <p>{m.portal_factor_codes_left({ count: factor.recoveryCodesLeft }, say)}</p>
      <details>
        <summary>{m.portal_factor_renew({}, say)}</summary>
        <form method="post" action={paths.recoveryCodes} data-once>
          <p class="hint">{m.portal_factor_renew_why({}, say)}</p>
          {factor.since === null ? null : <AppCodeField id="renewal-code" say={say} />}
          <button class="button wide" type="submit">
            {m.portal_factor_renew({}, say)}
          </button>
        </form>
      </details>
    </section>
  );

export const OfferView = ({
  context,
  offered: { secret, uri },
  problem,
}: {
  context: PageContext;
  offered: Offered;
  problem?: Problem;
}) => {
  const { say } = context;
  return (
    <div class="door">
      <Head context={context} />
      <DoorProblem problem={problem} />
      <form class="card" method="post" action={paths.secondFactorConfirmation} data-once>
        <p>{m.portal_factor_scan({}, say)}</p>
        <Qr text={uri} label={m.portal_factor_qr({}, say)} />
        <p class="hint">
          {m.portal_factor_type({}, say)} <a href={uri}>{m.portal_factor_same_phone({}, say)}</a>
        </p>
        <p>
          <code class="factor-key">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        </p>
        <input type="hidden" name="secret" value={secret} />
        <input type="hidden" name="uri" value={uri} />
        <AppCodeField say={say} />
        <button class="button primary wide" type="submit">
          {m.portal_factor_confirm({}, say)}
        </button>
      </form>
      <Back context={context} />
    </div>
  );
};

export const CodesView = ({
  context,
  codes,
  done,
}: {
  context: PageContext;
  codes: readonly string[];
  done: (none: object, say: PageContext['say']) => string;
}) => {
  const { say } = context;
  return (
    <div class="door">
      <Head context={context} />
      <Notice tone="good" role="status" title={done({}, say)} />
      <section class="card" aria-labelledby="codes-title">
        <h2 id="codes-title">{m.portal_factor_codes_title({}, say)}</h2>
        <p>{m.portal_factor_codes_text({}, say)}</p>
        <ul class="factor-codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      </section>
      <p>
        <a class="button primary wide" href={profileOf(context)}>
          {m.portal_factor_kept({}, say)}
        </a>
      </p>
    </div>
  );
};
