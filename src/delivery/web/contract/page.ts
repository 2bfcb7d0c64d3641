import type { Client } from './client.ts';
import type { Me } from './people.ts';

/**
 * A page rendered on the server (the portal, and the few public ones). It is given a client of the contract that
 * speaks with the rights of the person signed in: a page can never do or see more than the API allows.
 */
export interface Page {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  /** Who is sent to sign in first. */
  readonly signedIn: boolean;
  /** Also for somebody who must have a second factor and has none yet; from all others such a person is led to one. */
  readonly beforeFactor?: boolean;
  /** The field of a file that is read as text into the form, short as a form is, and kept nowhere. */
  readonly textFile?: string;
  readonly handle: (request: PageRequest) => Promise<PageAnswer>;
}

export interface PageRequest {
  readonly call: Client;
  readonly me: Me | null;
  /** From the person, else from the browser's preference. */
  readonly language: 'es' | 'en';
  readonly timeZone: string;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  /** Fields of a posted form; empty for GET. A repeated field keeps all its values. */
  readonly form: Readonly<Record<string, readonly string[]>>;
  /** Files of a posted multipart form, already uploaded as attachments that wait for their message. */
  readonly files: readonly {
    readonly field: string;
    readonly attachmentId: number;
    readonly name: string;
  }[];
  /** Files that could not be taken, each with its problem in words. */
  readonly refusedFiles: readonly { readonly name: string; readonly words: string }[];
  /** For inline scripts and styles allowed by the page's content security policy. */
  readonly nonce: string;
  /** Hashed addresses of the built scripts and styles, by their source name (`composer.js`). */
  readonly asset: (name: string) => string;
  readonly now: number;
}

export type PageAnswer =
  | { readonly html: string; readonly status?: number }
  | { readonly redirect: string };
