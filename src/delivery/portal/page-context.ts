import type { Language } from '../../kernel/language.ts';
import type { Reader } from '../ui/format.ts';
import type { Me, PageRequest } from '../web/contract.ts';

/** What every view of the portal knows: who reads, how they read, and when. */
export interface PageContext extends Reader {
  /** Handed to every text: `m.portal_home_title({}, say)`. */
  readonly say: { readonly locale: Language };
  readonly now: number;
  readonly me: Me | null;
  readonly firmName: string;
  readonly url: URL;
  readonly asset: (name: string) => string;
}

/** What a page needs of a request to be drawn; also there when the request itself went wrong. */
export type PageBase = Pick<
  PageRequest,
  'call' | 'me' | 'language' | 'timeZone' | 'url' | 'nonce' | 'asset' | 'now'
>;

export async function contextOf(request: PageBase): Promise<PageContext> {
  return contextWith(request, (await request.call('getFirm')).name);
}

/** The same without a question, for a page that nobody can answer one for. */
export function contextWith(request: PageBase, firmName: string): PageContext {
  const language = chosenLanguage(request);
  return {
    language,
    say: { locale: language },
    timeZone: request.timeZone,
    now: request.now,
    me: request.me,
    firmName,
    url: request.url,
    asset: request.asset,
  };
}

/** Who is not signed in can still choose, with `?lang=en`; who is, chose in their profile. */
function chosenLanguage({ me, url, language }: PageBase): Language {
  const asked = url.searchParams.get('lang');
  return me === null && (asked === 'es' || asked === 'en') ? asked : language;
}
