import {
  type CheckResult,
  checkResults,
  type MailAuthentication,
} from '../../../policy/mail-trust.ts';

/**
 * What a mail server of ours wrote about a mail (RFC 8601), from the topmost Authentication-Results. Null when that
 * one is not by the server of this name: anybody can write such a header, and only ours may be believed.
 */
export function readTrustedResults(
  value: string,
  { authservId, authorDomain }: { readonly authservId: string; readonly authorDomain: string },
): MailAuthentication | null {
  const { text, comments } = withoutComments(value.slice(0, 20_000));
  const [server = '', ...methods] = text.split(';').map((part) => part.trim());
  if (server.split(/\s+/)[0]?.toLowerCase() !== authservId.toLowerCase()) return null;
  const found = methods.map(readMethod).filter((method) => method !== null);
  const of = (name: string) => found.filter((method) => method.name === name);
  const [spf] = of('spf');
  const [dmarc] = of('dmarc');
  return {
    by: 'own-server',
    authorDomain,
    spf: {
      result: spf?.result ?? 'not-checked',
      domain: spf === undefined ? null : domainOf(spf.properties.get('smtp.mailfrom')),
    },
    dkim: of('dkim').flatMap(({ result, properties }) => {
      const domain = domainOf(properties.get('header.d') ?? properties.get('header.i'));
      if (domain === null) return [];
      return [{ result, domain, aligned: speaksFor(domain, authorDomain), whole: true }];
    }),
    dmarc: dmarcOf(dmarc, comments, authorDomain),
    arc: { result: 'none', sealers: [], dmarc: null },
  };
}

interface Method {
  readonly name: string;
  readonly result: CheckResult;
  readonly properties: ReadonlyMap<string, string>;
}

function dmarcOf(
  dmarc: Method | undefined,
  comments: string,
  authorDomain: string,
): MailAuthentication['dmarc'] {
  const from = dmarc && domainOf(dmarc.properties.get('header.from'));
  // A verdict about another author is none about this one.
  if (dmarc === undefined || (from != null && from !== authorDomain)) {
    return { result: 'none', policy: null };
  }
  const published =
    dmarc.properties.get('policy.dmarc') ?? /\bp=(none|quarantine|reject)\b/i.exec(comments)?.[1];
  const policy = published?.toLowerCase();
  const isPolicy = policy === 'none' || policy === 'quarantine' || policy === 'reject';
  return { result: dmarc.result, policy: isPolicy ? policy : null };
}

function readMethod(text: string): Method | null {
  const [, name = '', said = ''] = /^([a-z][\w-]*)(?:\s*\/\s*\d+)?\s*=\s*(\w+)/i.exec(text) ?? [];
  const result = checkResults.find((known) => known === said.toLowerCase());
  if (name === '' || result === undefined) return null;
  const properties = new Map<string, string>();
  for (const match of text.matchAll(/\b([a-z]+\.[\w-]+)\s*=\s*("[^"]*"|[^\s;]+)/gi)) {
    const [, key = '', value = ''] = match;
    if (!properties.has(key.toLowerCase())) {
      properties.set(key.toLowerCase(), value.replaceAll('"', ''));
    }
  }
  return { name: name.toLowerCase(), result, properties };
}

/** The domain of an address, or a domain alone. */
function domainOf(value: string | undefined): string | null {
  const domain = value?.slice(value.lastIndexOf('@') + 1).toLowerCase() ?? '';
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/.test(domain) ? domain.replace(/\.$/, '') : null;
}

/** A signature of the domain itself, of one below it, or of the one that it stands below. */
const speaksFor = (domain: string, author: string): boolean =>
  domain === author || domain.endsWith(`.${author}`) || author.endsWith(`.${domain}`);

/** One pass; comments nest, quoted text is kept as it is. */
function withoutComments(value: string): { readonly text: string; readonly comments: string } {
  let text = '';
  let comments = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at] ?? '';
    if (character === '\\') {
      at += 1;
      continue;
    }
    if (depth === 0 && character === '"') quoted = !quoted;
    if (!quoted && character === '(') depth += 1;
    if (depth === 0) text += quoted && character === ';' ? ',' : character;
    else comments += character;
    if (!quoted && character === ')' && depth > 0) depth -= 1;
  }
  return { text, comments };
}
