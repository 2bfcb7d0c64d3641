import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { PageAnswer } from '../web/contract.ts';
import type { PageContext } from './page-context.ts';
import { Document, type Section } from './views/document.tsx';

export interface PageContent {
  /** The page's name, as the browser's tab says it and its heading repeats it. */
  readonly title: string;
  readonly body: ComponentChildren;
  readonly status?: number;
  /** Where the reader is, for the navigation; without it the page stands alone, with no navigation. */
  readonly section?: Section;
  /** Built scripts beside the one that every page has. */
  readonly scripts?: readonly string[];
}

export function answerPage(context: PageContext, content: PageContent): PageAnswer {
  const html = `<!doctype html>${renderToString(documentOf(context, content))}`;
  return content.status === undefined ? { html } : { html, status: content.status };
}

function documentOf(context: PageContext, content: PageContent): VNode {
  return (
    <Document
      context={context}
      title={content.title}
      section={content.section ?? null}
      scripts={content.scripts ?? []}
    >
      {content.body}
    </Document>
  );
}
