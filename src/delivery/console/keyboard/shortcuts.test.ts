import { expect, it } from 'vitest';
import { shortcutList } from './shortcuts.ts';

const keys = shortcutList.flatMap(([, shortcut]) => shortcut.keys ?? []);

it('no two shortcuts have the same keys, save a list’s and those of what is opened out of it', () => {
  const of = (groups: readonly string[]) =>
    shortcutList.flatMap(([, { group, keys }]) =>
      keys !== undefined && groups.includes(group) ? [keys] : [],
    );
  for (const groups of [
    ['general', 'go', 'queue'],
    ['general', 'go', 'ticket'],
  ]) {
    const together = of(groups);
    expect(together.filter((each, index) => together.indexOf(each) !== index)).toEqual([]);
  }
});

it('no single key is the beginning of a pair, or the pair could never be pressed', () => {
  const beginnings = keys.filter((each) => each.includes(' ')).map((each) => each.split(' ')[0]);
  expect(keys.filter((each) => beginnings.includes(each))).toEqual([]);
});
