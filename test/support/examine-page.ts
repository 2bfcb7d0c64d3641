import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What may be good in the light and bad in the dark: the page is the same one, in other colours. */
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/** What is wrong with the page by WCAG 2.2 AA, in the light and in the dark; each fault names the screen. */
export async function examine(page: Page, screen: string): Promise<string[]> {
  const light = await faults(page, `${screen}, light`, (axe) => axe.withTags(everyRule));
  await page.emulateMedia({ colorScheme: 'dark' });
  // A colour on its way from one to the other is neither.
  await page.evaluate(async () => {
    const fading = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(fading.map(({ finished }) => finished));
  });
  const dark = await faults(page, `${screen}, dark`, (axe) => axe.withRules(rulesOfColour));
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark];
}

async function faults(
  page: Page,
  screen: string,
  narrow: (axe: AxeBuilder) => AxeBuilder,
): Promise<string[]> {
  const { violations } = await narrow(new AxeBuilder({ page })).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${screen}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}
