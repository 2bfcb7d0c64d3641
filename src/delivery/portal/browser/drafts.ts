import { personId } from './page.ts';

export interface Draft {
  readonly at: number;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Where its form stands, and what it is called where drafts are listed. */
  readonly page: string;
  readonly title: string;
  /** It was on its way when this was written. */
  readonly sent: boolean;
}

const prefix = 'atenta.draft.';
const keyOf = (name: string): string => `${prefix}${personId}.${name}`;

export function readDraft(name: string): Draft | null {
  try {
    // Written by writeDraft under a key of our own.
    return JSON.parse(localStorage.getItem(keyOf(name)) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

export function writeDraft(name: string, draft: Draft): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(draft));
  } catch {
    // A private window, or a full one: the form lives as long as its page.
  }
}

/** A page says that a form arrived. Believed of what was sent from here; an address that anybody can write proves nothing. */
export function forgetSent(name: string): boolean {
  const wasSent = readDraft(name)?.sent === true;
  if (wasSent) forgetDraft(name);
  return wasSent;
}

/** Every draft of this person on this device, the newest first. */
export function listDrafts(): readonly (Draft & { readonly name: string })[] {
  const own = keyOf('');
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(own))
      .flatMap((key) => {
        const name = key.slice(own.length);
        const draft = readDraft(name);
        return draft === null ? [] : [{ name, ...draft }];
      })
      .toSorted((a, b) => b.at - a.at);
  } catch {
    return [];
  }
}

export function forgetDraft(name: string): void {
  try {
    localStorage.removeItem(keyOf(name));
  } catch {
    // Where nothing can be kept, nothing is there to forget.
  }
}

/** Signing out leaves nothing on a device that others may use. */
export function forgetAllDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix)) localStorage.removeItem(key);
    }
  } catch {
    // See above.
  }
}
