import { expect, it } from 'vitest';
import { capsOf, follow, strokeOf, type Waiting, worksWhileTyping } from './keymap.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const known = ['j', 'k', 'P', 'p', '?', 'mod+k', 'g q', 'g c', 'mod+Enter'];

it('a letter, its capital and a combination are three shortcuts', () => {
  expect(strokeOf({ ...plain, key: 'p' })).toBe('p');
  expect(strokeOf({ ...plain, key: 'P', shiftKey: true })).toBe('P');
  expect(strokeOf({ ...plain, key: 'K', ctrlKey: true, shiftKey: true })).toBe('mod+k');
  expect(strokeOf({ ...plain, key: 'k', metaKey: true })).toBe('mod+k');
});

it('modifiers alone and Alt are not ours', () => {
  expect(strokeOf({ ...plain, key: 'Shift', shiftKey: true })).toBeNull();
  expect(strokeOf({ ...plain, key: 'e', altKey: true })).toBeNull();
});

it('a question mark is the character, wherever the layout has it', () => {
  expect(strokeOf({ ...plain, key: '?', shiftKey: true })).toBe('?');
  expect(strokeOf({ ...plain, key: '?' })).toBe('?');
});

it('g and then q is one shortcut when it comes in time', () => {
  const first = follow(null, 'g', 0, known);
  expect(first.matched).toBeNull();
  expect(follow(first.waiting, 'q', 1200, known).matched).toBe('g q');
});

it('too late, q stands for itself', () => {
  const first = follow(null, 'g', 0, known);
  expect(follow(first.waiting, 'q', 1201, known)).toEqual({ matched: null, waiting: null });
  expect(follow(first.waiting, 'j', 1201, known).matched).toBe('j');
});

it('a wrong second stroke does nothing at all, not even its own shortcut', () => {
  const waiting: Waiting = { stroke: 'g', until: 1000 };
  expect(follow(waiting, 'j', 10, known)).toEqual({ matched: null, waiting: null });
});

it('only combinations work while typing', () => {
  expect(known.filter(worksWhileTyping)).toEqual(['mod+k', 'mod+Enter']);
});

it('caps are printed as the keyboard shows them', () => {
  expect(capsOf('mod+k', true)).toEqual(['⌘', 'K']);
  expect(capsOf('mod+k', false)).toEqual(['Ctrl', 'K']);
  expect(capsOf('g q', false)).toEqual(['G', 'Q']);
  expect(capsOf('P', false)).toEqual(['⇧', 'P']);
  expect(capsOf('mod+Enter', false)).toEqual(['Ctrl', '↵']);
});
