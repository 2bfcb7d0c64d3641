import type { Page } from '@playwright/test';
import axe from 'axe-core';

const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What may be good in the light and bad in the dark: the page is the same one, in other colours. */
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/** What is wrong with the page by WCAG 2.2 AA, in the light and in the dark; each fault names the screen. */
export async function examine(page: Page, screen: string): Promise<string[]> {
  const light = await faults(page, `${screen}, light`, { type: 'tag', values: everyRule });
  await page.emulateMedia({ colorScheme: 'dark' });
  // A colour on its way from one to the other is neither.
  await page.evaluate(() => {
    const fading = document.getAnimations().filter((one) => one instanceof CSSTransition);
    for (const one of fading) one.finish();
  });
  const dark = await faults(page, `${screen}, dark`, { type: 'rule', values: rulesOfColour });
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark];
}

/**
 * By axe itself: its companion for the browser opens and closes a window for every look, which doubles the time. Frames
 * hold mails of strangers, with scripts off: what is in them is not ours, and axe cannot run there.
 */
async function faults(page: Page, screen: string, runOnly: axe.RunOnly): Promise<string[]> {
  await page.evaluate(axe.source);
  const options: axe.RunOptions = {
    runOnly,
    resultTypes: ['violations'],
    preload: false,
    iframes: false,
  };
  const violations = await page.evaluate(
    async (options) =>
      (await axe.run(document, options)).violations.map(({ id, nodes }) => ({
        id,
        html: nodes.map(({ html }) => html.slice(0, 160)),
      })),
    options,
  );
  return violations.map(({ id, html }) => `${screen}: ${id}: ${html.join(' | ')}`);
}
