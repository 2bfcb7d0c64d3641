import type { ComponentChildren } from 'preact';
import { relyingPartyOf } from '../../../kernel/relying-party.ts';
import { iconFingerprintPattern } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { PageContext } from '../page-context.ts';
import { Icon } from './icon.tsx';

/** Whether browsers have passkeys at the address of this desk. */
export const hasPasskeys = ({ url }: Pick<PageContext, 'url'>): boolean =>
  relyingPartyOf(url.origin) !== null;

interface PasskeyFormProps {
  readonly context: PageContext;
  /** Where the answer of the authenticator goes. */
  readonly action: string;
  /** Where the browser learns what to ask it for. */
  readonly offer: string;
  readonly words: string;
  readonly look?: string;
  /** Makes one, and does not show one. */
  readonly makes?: boolean;
  /** Offered in the field of the address, too. */
  readonly auto?: boolean;
  /** A first factor that was proved before. */
  readonly challenge?: string;
  readonly children?: ComponentChildren;
}

/** Its script shows it where the browser has passkeys. */
export const PasskeyForm = ({
  context: { say },
  action,
  offer,
  words,
  look = 'button wide',
  makes,
  auto,
  challenge,
  children,
}: PasskeyFormProps) => (
  <form
    method="post"
    action={action}
    data-once
    data-passkey={offer}
    data-make={makes}
    data-auto={auto}
    data-challenge={challenge}
    hidden
  >
    <input type="hidden" name="credential" value="" />
    {children}
    <button class={look} type="submit">
      <Icon shape={iconFingerprintPattern} />
      {words}
    </button>
    <p class="hint" role="alert" data-failed hidden>
      {makes ? m.portal_passkey_not_made({}, say) : m.portal_passkey_not_shown({}, say)}
    </p>
    {makes ? (
      <p class="hint" role="alert" data-there hidden>
        {m.portal_passkey_there({}, say)}
      </p>
    ) : null}
  </form>
);

/** Said where a passkey is wanted and cannot be: by the script in a browser that has none, and without script. */
export const NoPasskeyHere = ({ say }: Pick<PageContext, 'say'>) => (
  <>
    <p class="hint" data-no-passkey hidden>
      {m.portal_passkey_no_browser({}, say)}
    </p>
    <noscript>
      <p class="hint">{m.portal_passkey_no_script({}, say)}</p>
    </noscript>
  </>
);

/** What the script wrote into the form; null when it is nothing that an authenticator answers. */
export function credentialOf(form: { readonly [name: string]: readonly string[] }): object | null {
  try {
    const read: unknown = JSON.parse(form['credential']?.[0] ?? '');
    return typeof read === 'object' ? read : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
