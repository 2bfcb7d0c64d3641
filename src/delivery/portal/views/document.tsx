import type { ComponentChildren } from 'preact';
import {
  type Icon as IconShape,
  iconBuilding,
  iconCircleUserRound,
  iconCoins,
  iconInbox,
  iconPlus,
  iconScale,
  iconWifiOff,
} from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { PageContext } from '../page-context.ts';
import { Notice } from './elements.tsx';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';

export type Section = 'tickets' | 'new' | 'account' | 'people' | 'agreement' | 'profile';

interface DocumentProps {
  readonly context: PageContext;
  readonly title: string;
  readonly section: Section | null;
  readonly scripts: readonly string[];
  readonly children: ComponentChildren;
}

export const Document = ({ context, title, section, scripts, children }: DocumentProps) => {
  const { asset, say } = context;
  const signedIn = context.me !== null;
  return (
    <html
      lang={context.language}
      data-zone={context.timeZone}
      data-now={context.now}
      data-person={context.me?.personId}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>{`${title} · ${context.firmName}`}</title>
        <meta name="theme-color" content="#f5f3ee" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0f1514" media="(prefers-color-scheme: dark)" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="stylesheet" href={asset('portal.css')} />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <meta name="apple-mobile-web-app-title" content={context.firmName} />
        <link
          rel="manifest"
          href={context.language === 'en' ? '/manifest-en.webmanifest' : '/manifest.webmanifest'}
        />
        {['portal.js', ...scripts].map((name) => (
          <script key={name} type="module" src={asset(name)} />
        ))}
      </head>
      <body class={section === null ? 'alone' : 'housed'}>
        <a class="skip" href="#main">
          {m.portal_skip({}, say)}
        </a>
        <header class="top">
          <a class="firm" href={paths.home}>
            <Mark />
            <span>{context.firmName}</span>
          </a>
          {section === null ? <LanguageSwitch context={context} /> : null}
        </header>
        {section === null ? null : <Navigation context={context} section={section} />}
        {context.me?.demo ? <p class="demo">{m.portal_demo({}, say)}</p> : null}
        <p class="offline" role="status" data-offline hidden>
          <Icon shape={iconWifiOff} />
          <span>{m.portal_offline_banner({}, say)}</span>
        </p>
        <main id="main" tabIndex={-1}>
          {signedIn && context.url.searchParams.has('unsent') ? (
            <Notice tone="bad" role="alert" title={m.portal_unsent_signed_out({}, say)}>
              <p>{m.portal_unsent_signed_out_more({}, say)}</p>
            </Notice>
          ) : null}
          {children}
        </main>
        <footer class="foot">
          <p>{m.portal_foot({ product: m.common_product_name({}, say) }, say)}</p>
          {signedIn ? null : <p>{m.portal_foot_private({}, say)}</p>}
        </footer>
      </body>
    </html>
  );
};

function Navigation({ context, section }: { context: PageContext; section: Section }) {
  const { say, me } = context;
  const administers = me?.roles.includes('customer_administrator') ?? false;
  return (
    <nav class="nav" aria-label={m.portal_nav_label({}, say)}>
      <Place to={paths.home} icon={iconInbox} here={section === 'tickets'}>
        {m.portal_nav_tickets({}, say)}
      </Place>
      <Place to={paths.account} icon={iconCoins} here={section === 'account'}>
        {m.portal_nav_account({}, say)}
      </Place>
      <Place to={paths.newTicket} icon={iconPlus} here={section === 'new'} kind="new">
        {m.portal_nav_new({}, say)}
      </Place>
      <Place to={paths.agreement} icon={iconScale} here={section === 'agreement'}>
        {m.portal_nav_agreement({}, say)}
      </Place>
      {administers ? (
        <Place to={paths.people} icon={iconBuilding} here={section === 'people'} kind="wide">
          {m.portal_nav_people({}, say)}
        </Place>
      ) : null}
      <Place to={paths.profile} icon={iconCircleUserRound} here={section === 'profile'} kind="me">
        {m.portal_nav_profile({}, say)}
      </Place>
    </nav>
  );
}

interface PlaceProps {
  readonly to: string;
  readonly icon: IconShape;
  readonly here: boolean;
  readonly kind?: string;
  readonly children: ComponentChildren;
}

const Place = ({ to, icon, here, kind, children }: PlaceProps) => (
  <a class={kind} href={to} aria-current={here ? 'page' : undefined}>
    <Icon shape={icon} />
    <span>{children}</span>
  </a>
);

/** The same page in the other language; a token in the address stays in it. */
function LanguageSwitch({ context }: { context: PageContext }) {
  if (context.me !== null) return null;
  const other = context.language === 'es' ? 'en' : 'es';
  const search = new URLSearchParams(context.url.searchParams);
  search.set('lang', other);
  return (
    <a class="language" href={`${context.url.pathname}?${search}`} lang={other} hreflang={other}>
      {m.portal_language_name({}, { locale: other })}
    </a>
  );
}
