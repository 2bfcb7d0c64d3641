import { now, personId } from './page.ts';

export interface Draft {
  readonly at: number;
  readonly fields: Readonly<Record<string, readonly string[]>>;
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

/** A form with nothing in it leaves no draft. False when this browser keeps nothing (private window, full). */
export function writeDraft(name: string, fields: Draft['fields']): boolean {
  try {
    if (Object.keys(fields).some((field) => field !== 'key')) {
      localStorage.setItem(keyOf(name), JSON.stringify({ at: now(), fields } satisfies Draft));
    } else localStorage.removeItem(keyOf(name));
    return true;
  } catch {
    return false;
  }
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
