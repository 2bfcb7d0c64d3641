import sanitize from 'sanitize-html';
import { isTooDeep } from './html-depth.ts';

const nestingMax = 200;

export interface SafeHtml {
  readonly html: string;
  /** Pictures that would have called another machine. They are left out, with their description in place. */
  readonly remoteImages: number;
}

/**
 * The HTML of a stranger, made safe to show inside our page (RELIABILITY.md, strict list): no scripts, styles,
 * forms, frames, names or classes; styles by allow-list and without functions; links to http, https, mailto and
 * tel only; pictures only from the mail itself. This is the only sanitiser: views, quotes, letters and exports use
 * what comes out of it. Null for HTML that nests too deep to be a letter: show the text.
 */
export function sanitizeMailHtml(html: string): SafeHtml | null {
  if (isTooDeep(html)) return null;
  let remoteImages = 0;
  const clean = sanitize(html, {
    allowedTags: [...allowedTags],
    allowedAttributes: { '*': [...allowedAttributes] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid', 'data'] },
    allowedSchemesAppliedToAttributes: ['href', 'src'],
    allowProtocolRelative: false,
    nestingLimit: nestingMax,
    parseStyleAttributes: false,
    nonTextTags: [...unreadTags],
    transformTags: {
      '*': (tagName, attribs) => {
        const attributes = attribs;
        keepSafeStyle(attributes);
        for (const name of measures)
          if (Number.parseInt(attributes[name] ?? '', 10) > 2_000) delete attributes[name];
        delete attributes['target'];
        if (tagName === 'a') guardLink(attributes);
        else delete attributes['href'];
        if (tagName === 'img' && !isOwnPicture(attributes['src'])) {
          if (/^(?:https?:)?\/\//i.test((attributes['src'] ?? '').trim())) remoteImages += 1;
          delete attributes['src'];
        } else if (tagName !== 'img') delete attributes['src'];
        return { tagName, attribs: attributes };
      },
    },
    // Without its picture only the description of an image is of use.
    exclusiveFilter: (frame) =>
      frame.tag === 'img' &&
      frame.attribs['src'] === undefined &&
      frame.attribs['alt'] === undefined,
  });
  return { html: clean, remoteImages };
}

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

/** A table of 100,000 pixels pushes the page away from under the reader. */
const measures = words(`
  border cellpadding cellspacing cols colspan height hspace rows rowspan size span vspace width`);

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

const isOwnPicture = (source: string | undefined): boolean =>
  /^(?:cid:|data:image\/(?:png|gif|jpe?g|webp|bmp|avif);)/i.test(source ?? '');

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

const isOversized = (value: string): boolean =>
  /\d\s*v(?:w|h|min|max|i|b)\b/i.test(value) ||
  [...value.matchAll(/\d+(?:\.\d+)?/g)].some(([number]) => Number(number) > 2_000);
