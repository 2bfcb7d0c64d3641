import type { VNode } from 'preact';
import { formatDay } from '../../ui/format.ts';
import { iconKeyRound, iconShieldCheck } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type {
  Api,
  CallOutput,
  Page,
  PageAnswer,
  PageRequest,
  Problem,
} from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { textOf } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { DoorProblem, Notice } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { Qr } from '../views/qr.tsx';
import { AppCodeField } from './sign-in-code.tsx';

/** The second factor of whoever is signed in: contacts and agents alike, who come here from their profile. */
export const secondFactorPage: Page = {
  method: 'GET',
  path: paths.secondFactor,
  signedIn: true,
  handle: (request) => showState(request),
};

export const offerSecondFactorPage: Page = {
  method: 'POST',
  path: paths.secondFactorOffer,
  signedIn: true,
  handle: async (request) => {
    const offered = await attempt(request.call('offerSecondFactor'));
    // It is on already, in another window.
    if (!offered.done) return { redirect: paths.secondFactor };
    return showOffer(request, offered.value);
  },
};

export const confirmSecondFactorPage: Page = {
  method: 'POST',
  path: paths.secondFactorConfirmation,
  signedIn: true,
  handle: async (request) => {
    const { form } = request;
    const confirmed = await attempt(
      request.call('confirmSecondFactor', { body: { code: textOf(form, 'code') } }),
    );
    if (confirmed.done) {
      const { recoveryCodes } = confirmed.value;
      return show(request, (context) => <CodesView context={context} codes={recoveryCodes} />);
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
    const renewed = await attempt(request.call('renewRecoveryCodes', { body: { code } }));
    if (!renewed.done) return showState(request, renewed.problem);
    const { recoveryCodes } = renewed.value;
    return show(request, (context) => (
      <CodesView context={context} codes={recoveryCodes} renewed />
    ));
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

export const StateView = ({
  context,
  factor: { since, recoveryCodesLeft },
  problem,
}: {
  context: PageContext;
  factor: CallOutput<Api['getSecondFactor']>;
  problem?: Problem;
}) => {
  const { say, url } = context;
  return (
    <div class="door">
      <Head context={context} />
      {url.searchParams.get('done') === 'off' ? (
        <Notice tone="good" role="status" title={m.portal_factor_dropped({}, say)} />
      ) : null}
      <DoorProblem problem={problem} />
      {since === null ? (
        <form class="card" method="post" action={paths.secondFactorOffer} data-once>
          <p>{m.portal_factor_why({}, say)}</p>
          <p class="hint">{m.portal_factor_app({}, say)}</p>
          <button class="button primary wide" type="submit">
            {m.portal_factor_begin({}, say)}
          </button>
        </form>
      ) : (
        <>
          <Notice tone="good" title={m.portal_factor_on({ day: formatDay(since, context) }, say)}>
            <p>{m.portal_factor_codes_left({ count: recoveryCodesLeft }, say)}</p>
          </Notice>
          <details class="card">
            <summary>
              <Icon shape={iconKeyRound} />
              {m.portal_factor_renew_title({}, say)}
            </summary>
            <form method="post" action={paths.recoveryCodes} data-once>
              <p>{m.portal_factor_renew_why({}, say)}</p>
              <AppCodeField id="renewal-code" say={say} />
              <button class="button wide" type="submit">
                {m.portal_factor_renew({}, say)}
              </button>
            </form>
          </details>
          <form class="card" method="post" action={paths.secondFactorRemoval} data-once>
            <p>{m.portal_factor_drop_why({}, say)}</p>
            <AppCodeField say={say} />
            <button class="button wide" type="submit">
              {m.portal_factor_drop({}, say)}
            </button>
          </form>
        </>
      )}
      <Back context={context} />
    </div>
  );
};

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
  renewed = false,
}: {
  context: PageContext;
  codes: readonly string[];
  /** In place of earlier ones. */
  renewed?: boolean;
}) => {
  const { say } = context;
  return (
    <div class="door">
      <Head context={context} />
      <Notice
        tone="good"
        role="status"
        title={renewed ? m.portal_factor_renewed({}, say) : m.portal_factor_done({}, say)}
      />
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
