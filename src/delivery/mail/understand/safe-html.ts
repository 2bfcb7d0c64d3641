import sanitize from 'sanitize-html';
import { isTooDeep } from './html-depth.ts';

const nestingMax = 200;

export interface SafeHtml {
  readonly html: string;
  /** Pictures that would have called another machine. They are left out, with their description in place. */
  readonly remoteImages: number;
  /** Content-IDs of the pictures that it shows out of the mail itself, each once. */
  readonly ownPictures: readonly string[];
}

export interface SanitizeOptions {
  /**
   * Leaves the addresses of remote pictures in their `src`, for a caller that puts addresses of its own in their
   * place; the policy of the page still forbids the browser to ask there.
   */
  readonly namesRemoteImages?: boolean;
}

/**
 * The HTML of a stranger, made safe to show inside our page (RELIABILITY.md, strict list): no scripts, styles,
 * forms, frames, names or classes; styles by allow-list and without functions; links to http, https, mailto and
 * tel only; pictures only from the mail itself. This is the only sanitiser: views, quotes, letters and exports use
 * what comes out of it. Null for HTML that nests too deep to be a letter: show the text.
 */
export function sanitizeMailHtml(html: string, options: SanitizeOptions = {}): SafeHtml | null {
  if (isTooDeep(html)) return null;
  let remoteImages = 0;
  const ownPictures = new Set<string>();
  const isPictureKept = (source: string): boolean => {
    if (/^cid:/i.test(source)) ownPictures.add(contentIdOf(source));
    if (!isRemote(source)) return isOwnPicture(source);
    remoteImages += 1;
    return options.namesRemoteImages === true;
  };
  const clean = sanitize(html, {
    allowedTags: [...allowedTags],
    allowedAttributes: { '*': [...allowedAttributes] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: {
      img: ['cid', 'data', ...(options.namesRemoteImages ? ['http', 'https'] : [])],
    },
    allowedSchemesAppliedToAttributes: ['href', 'src'],
    allowProtocolRelative: false,
    nestingLimit: nestingMax,
    parseStyleAttributes: false,
    nonTextTags: [...unreadTags],
    transformTags: {
      '*': (tagName, attribs) => {
        const attributes = attribs;
        keepSafeStyle(attributes);
        for (const [name, most] of measures)
          if (isAbove(attributes[name] ?? '', most)) delete attributes[name];
        delete attributes['target'];
        if (tagName === 'a') guardLink(attributes);
        else delete attributes['href'];
        const source = (attributes['src'] ?? '').trim();
        if (tagName === 'img' && isPictureKept(source)) attributes['src'] = absolute(source);
        else delete attributes['src'];
        return { tagName, attribs: attributes };
      },
    },
    // Without its picture only the description of an image is of use.
    exclusiveFilter: (frame) =>
      frame.tag === 'img' &&
      frame.attribs['src'] === undefined &&
      frame.attribs['alt'] === undefined,
  });
  return { html: clean, remoteImages, ownPictures: [...ownPictures] };
}

/** As a mail names one of its parts (RFC 2392): percent-encoded in the address, plain in the header of the part. */
function contentIdOf(source: string): string {
  const written = source.slice('cid:'.length);
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

const isRemote = (source: string): boolean => /^(?:https?:)?\/\//i.test(source);
const absolute = (source: string): string => (source.startsWith('//') ? `https:${source}` : source);

const words = (list: string): readonly string[] => list.split(/\s+/).filter((word) => word !== '');

const allowedTags = words(`
  a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn
  dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p
  pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr
  tt u ul var wbr`);

const allowedAttributes = words(`
  align alt bgcolor border cellpadding cellspacing color cols colspan compact datetime dir face frame headers
  height href hspace lang nowrap rel reversed rowspan rows rules scope size span src start style summary target
  title type valign value vspace width`);

/** A table of 100,000 pixels, or of 2000 %, pushes the page away from under the reader. */
const measures: readonly (readonly [name: string, most: number])[] = [
  ...words('cols colspan height rows rowspan size span width').map(
    (name) => [name, 2_000] as const,
  ),
  ...words('border cellpadding cellspacing hspace vspace').map((name) => [name, 100] as const),
];

const isAbove = (value: string, most: number): boolean =>
  Number.parseFloat(value) > (value.includes('%') ? 100 : most);

const unreadTags = words(`
  script style textarea option title xmp noscript template iframe noembed noframes head`);

function guardLink(attributes: Record<string, string>): void {
  if (!/^(?:https?:|mailto:|tel:)/i.test(attributes['href'] ?? '')) {
    delete attributes['href'];
    delete attributes['rel'];
    return;
  }
  attributes['rel'] = 'noopener noreferrer nofollow';
  attributes['target'] = '_blank';
}

const isOwnPicture = (source: string): boolean =>
  /^(?:cid:|data:image\/(?:png|gif|jpe?g|webp|bmp|avif);)/i.test(source);

function keepSafeStyle(attributes: Record<string, string>): void {
  const style = attributes['style'];
  if (style === undefined) return;
  const safe = safeDeclarations(style);
  if (safe === '') delete attributes['style'];
  else attributes['style'] = safe;
}

const allowedProperty =
  /^(?:color|background|background-color|border(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width))?|border-collapse|border-spacing|border-radius|caption-side|clear|direction|display|empty-cells|float|font|font-family|font-size|font-style|font-variant|font-weight|height|letter-spacing|line-height|list-style-type|margin(?:-(?:top|right|bottom|left))?|max-height|max-width|min-height|min-width|overflow|padding(?:-(?:top|right|bottom|left))?|table-layout|text-align|text-decoration|text-indent|text-transform|vertical-align|white-space|width|word-break|word-spacing|word-wrap)$/;

const sized =
  /^(?:width|height|font|padding|margin|letter-spacing|word-spacing|line-height|text-indent|min-|max-|border)/;

function safeDeclarations(style: string): string {
  return style
    .slice(0, 4_000)
    .replace(/\/\*.*?(?:\*\/|$)/gs, '')
    .split(';')
    .map(safeDeclaration)
    .filter((declaration) => declaration !== '')
    .join(';');
}

function safeDeclaration(declaration: string): string {
  const colon = declaration.indexOf(':');
  const property = declaration.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const value = declaration.slice(colon + 1).trim();
  if (!allowedProperty.test(property) || value === '') return '';
  // Escapes and functions are how a forbidden word hides; colours are the only function a letter needs.
  if (/[\\<>{}@]|&#|url|image|expression|javascript/i.test(value)) return '';
  if (value.includes('(') && !/^(?:rgba?|hsla?)\([\d\s.,%/-]*\)(?: *!important)?$/i.test(value))
    return '';
  if (property.startsWith('margin') && /-\s*\d/.test(value)) return '';
  if (property === 'text-indent' && /-\s*\d/.test(value)) return '';
  if (
    property === 'display' &&
    !/^(?:block|inline|inline-block|table(?:-\w+)*|list-item|none)(?: *!important)?$/i.test(value)
  )
    return '';
  if (sized.test(property) && isOversized(value)) return '';
  return `${property}:${value}`;
}

/** Lengths in pixels of a usual letter: what is larger stands in the way of what is around it. */
const isOversized = (value: string): boolean =>
  [...value.replace(colour, '').matchAll(/(?<!\w)(\d*\.?\d+(?:e[+-]?\d+)?)(%|[a-z]*)/gi)].some(
    ([, number, unit = '']) => Number(number) * (pixels[unit.toLowerCase()] ?? Infinity) > 2_000,
  );

const colour = /#[\da-f]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)/gi;

/** Other units, those of the window before all, are not kept. A percentage counts as of a hundred-pixel letter. */
const pixels: Readonly<Record<string, number>> = {
  '': 1,
  '%': 10,
  px: 1,
  pt: 1.4,
  pc: 16,
  in: 96,
  cm: 38,
  mm: 4,
  q: 1,
  em: 16,
  rem: 16,
  ex: 8,
  ch: 8,
};
