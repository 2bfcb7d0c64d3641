import { Parser } from 'htmlparser2';
import { cleanText } from './clean-text.ts';
import { flattenedHtml, isTooDeep } from './html-depth.ts';

/**
 * The words of an HTML body, with its paragraphs, line breaks and list marks; quoted blocks are marked with `> `.
 * One pass over the tags without recursion, linear in the size of the HTML, and complete at any depth: the
 * libraries return nothing or fall over from 2,000 levels on (EMAIL.md).
 */
export function htmlToText(html: string): string {
  if (isTooDeep(html)) return cleanText(flattenedHtml(html));
  const writer = textWriter();
  let skipped = 0;
  const parser = new Parser(
    {
      onopentag: (name) => {
        if (unread.has(name)) skipped += 1;
        if (skipped === 0) writer.open(name);
      },
      ontext: (text) => {
        if (skipped === 0) writer.text(text);
      },
      onclosetag: (name) => {
        if (unread.has(name)) skipped = Math.max(0, skipped - 1);
        else if (skipped === 0) writer.close(name);
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  return cleanText(writer.end());
}

const unread = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'xml',
  'svg',
  'math',
  'object',
  'noembed',
  'noframes',
]);

const paragraphs = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'dl',
  'blockquote',
  'pre',
  'table',
  'figure',
]);
const lines = new Set([
  'address',
  'article',
  'aside',
  'body',
  'caption',
  'center',
  'dd',
  'details',
  'div',
  'dt',
  'fieldset',
  'figcaption',
  'footer',
  'form',
  'header',
  'html',
  'li',
  'main',
  'nav',
  'option',
  'section',
  'summary',
  'tbody',
  'tfoot',
  'thead',
  'tr',
]);

interface TextWriter {
  open(name: string): void;
  text(text: string): void;
  close(name: string): void;
  end(): string;
}

function textWriter(): TextWriter {
  const out: string[] = [];
  const line = lineWriter();
  let blankLines = 2;
  let quotes = 0;
  let preformatted = 0;

  const prefix = (): string => '> '.repeat(Math.min(quotes, 20));
  const endLine = (): void => {
    const text = line.take();
    if (text.trim() !== '') {
      out.push(prefix() + (preformatted > 0 ? text : text.trimEnd()));
      blankLines = 0;
    } else if (blankLines < 2) {
      out.push(prefix().trimEnd());
      blankLines += 1;
    }
  };
  /** Ends the current line when something stands on it. */
  const breakLine = (): void => {
    if (line.hasText()) endLine();
    else line.take();
  };
  const breakParagraph = (): void => {
    breakLine();
    if (blankLines === 0) endLine();
  };
  const breakFor = (name: string): void => {
    if (paragraphs.has(name)) breakParagraph();
    else if (lines.has(name)) breakLine();
  };

  return {
    open: (name) => {
      if (name === 'br') endLine();
      else if (name === 'hr') {
        breakLine();
        line.add('-----');
        endLine();
      } else if (name === 'td' || name === 'th') {
        if (line.hasText()) line.add('\t');
      } else breakFor(name);
      if (name === 'li') line.mark('- ');
      if (name === 'blockquote') quotes += 1;
      if (name === 'pre') preformatted += 1;
    },
    text: (text) => {
      if (preformatted === 0) {
        line.addCollapsed(text);
        return;
      }
      const [first = '', ...rest] = text.split(/\r?\n/);
      line.add(first);
      for (const next of rest) {
        endLine();
        line.add(next);
      }
    },
    close: (name) => {
      if (name === 'blockquote') {
        breakLine();
        quotes = Math.max(0, quotes - 1);
      }
      if (name === 'pre') {
        breakLine();
        preformatted = Math.max(0, preformatted - 1);
      }
      breakFor(name);
    },
    end: () => {
      breakLine();
      while (out.length > 0 && /^(?:> ?)*$/.test(out.at(-1) ?? '')) out.pop();
      return out
        .join('\n')
        .replace(/\u00a0/g, ' ')
        .replace(/^\n+/, '')
        .trimEnd();
    },
  };
}

/** One line in the making. It never looks back into its text, so that a line of a million pieces stays linear. */
interface LineWriter {
  hasText(): boolean;
  add(text: string): void;
  /** A list mark: no text by itself. */
  mark(text: string): void;
  addCollapsed(text: string): void;
  take(): string;
}

function lineWriter(): LineWriter {
  let pieces: string[] = [];
  let filled = false;
  let endsInSpace = true;
  let needsSpace = false;
  const push = (text: string): void => {
    pieces.push(text);
    filled ||= text.trim() !== '';
    endsInSpace = /\s/.test(text.at(-1) ?? '');
    needsSpace = false;
  };
  return {
    hasText: () => filled,
    add: (text) => {
      if (text !== '') push(text);
    },
    mark: (text) => {
      pieces.push(text);
      endsInSpace = true;
    },
    addCollapsed: (text) => {
      // Only the white space of HTML collapses: a no-break space is a letter of the text.
      const collapsed = text.replace(/[ \t\r\n\f]+/g, ' ');
      const body = collapsed.replace(/^ /, '').replace(/ $/, '');
      if (body === '') {
        needsSpace ||= collapsed !== '' && pieces.length > 0;
        return;
      }
      const isApart =
        (needsSpace || collapsed.startsWith(' ')) && pieces.length > 0 && !endsInSpace;
      push((isApart ? ' ' : '') + body);
      needsSpace = collapsed.endsWith(' ');
    },
    take: () => {
      const text = pieces.join('');
      pieces = [];
      filled = false;
      endsInSpace = true;
      needsSpace = false;
      return text;
    },
  };
}
