import { expect, it } from 'vitest';
import { linePoints } from './line-points.ts';

it('a balance stays until the next entry, and zero is on the scale', () => {
  expect(linePoints([10, 5, 10], 90, 100)).toBe('M0,0 H30 V50 H60 V0 H90');
});

it('an account below zero goes below the line of zero', () => {
  expect(linePoints([5, -5], 100, 100)).toBe('M0,0 H50 V100 H100');
});

it('nothing but zeros is a line on the ground', () => {
  expect(linePoints([0, 0], 100, 50)).toBe('M0,50 H50 V50 H100');
});
