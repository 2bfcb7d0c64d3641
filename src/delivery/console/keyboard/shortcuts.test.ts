import { expect, it } from 'vitest';
import { shortcutList } from './shortcuts.ts';

const keys = shortcutList.flatMap(([, shortcut]) => shortcut.keys ?? []);

it('no two shortcuts have the same keys', () => {
  expect(keys.filter((each, index) => keys.indexOf(each) !== index)).toEqual([]);
});

it('no single key is the beginning of a pair, or the pair could never be pressed', () => {
  const beginnings = keys.filter((each) => each.includes(' ')).map((each) => each.split(' ')[0]);
  expect(keys.filter((each) => beginnings.includes(each))).toEqual([]);
});
