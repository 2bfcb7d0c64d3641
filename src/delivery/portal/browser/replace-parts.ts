import { each } from './page.ts';

/**
 * Puts every part marked `data-live` of a freshly drawn page in place of the old one. A part in which
 * somebody has written is left alone; opened details stay open and focus stays where it was.
 */
export function replaceParts(fresh: Document): void {
  each<HTMLElement>('[data-live]', (part) => {
    const next = fresh.querySelector<HTMLElement>(`[data-live="${part.dataset['live']}"]`);
    if (next === null || next.innerHTML === part.innerHTML || isWrittenIn(part)) return;
    const focusedAt = focusables(part).indexOf(document.activeElement as HTMLElement);
    const opened = new Set(
      [...part.querySelectorAll('details[open] > summary')].map((summary) => summary.textContent),
    );
    part.replaceChildren(...next.childNodes);
    each<HTMLElement>(
      'details > summary',
      (summary) => {
        if (opened.has(summary.textContent)) summary.parentElement?.setAttribute('open', '');
      },
      part,
    );
    if (focusedAt >= 0) focusables(part)[focusedAt]?.focus({ preventScroll: true });
  });
}

const isWrittenIn = (part: HTMLElement): boolean =>
  [...part.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, input')].some(
    (field) => field.type !== 'hidden' && field.value !== field.defaultValue,
  );

const focusables = (part: HTMLElement): HTMLElement[] => [
  ...part.querySelectorAll<HTMLElement>('a[href], button, summary, input, textarea'),
];
