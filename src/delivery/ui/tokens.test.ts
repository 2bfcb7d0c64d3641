import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const light = declarations(/:root \{([^}]*)\}/);
const dark = { ...light, ...declarations(/:root:not\(\[data-theme="light"\]\) \{([^}]*)\}/) };

const surfaces = ['page', 'surface', 'sunken', 'raised'];
const families = ['brand', 'turn', 'good', 'bad', 'note', 'hold', 'internal'];
const marks = Object.keys(light).filter((name) =>
  /^(priority|status)-|^clock-(?!track)/.test(name),
);

/** Text needs 4.5:1, what marks a control or carries a state needs 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). */
const text = 4.5;
const shape = 3;
const pairs: readonly (readonly [string, string, number])[] = [
  ...surfaces.flatMap((on) => [
    ['ink', on, text] as const,
    ['ink-soft', on, text] as const,
    ['brand', on, text] as const,
    ['brand-strong', on, text] as const,
    ['line-strong', on, shape] as const,
    ['focus', on, shape] as const,
    ['internal-line', on, shape] as const,
  ]),
  ...['page', 'surface', 'raised'].flatMap((on) =>
    [...marks, 'turn', 'good', 'bad', 'note', 'hold'].map((name) => [name, on, text] as const),
  ),
  ...families.flatMap((name) => [
    [`on-${name}-tint`, `${name}-tint`, text] as const,
    ['ink', `${name}-tint`, text] as const,
  ]),
  ['on-brand', 'brand', text],
  ['on-brand', 'brand-strong', text],
  ['ink', 'selection', text],
];

describe.each([
  ['light', light],
  ['dark', dark],
])('%s theme', (_, theme) => {
  it.each(pairs)('%s on %s reaches %d:1', (front, back, ratio) => {
    expect(contrast(theme[front], theme[back])).toBeGreaterThanOrEqual(ratio);
  });
});

it('dark is the same by system and by choice', () => {
  expect(declarations(/:root\[data-theme="dark"\] \{([^}]*)\}/)).toEqual(
    declarations(/:root:not\(\[data-theme="light"\]\) \{([^}]*)\}/),
  );
});

function declarations(block: RegExp): Record<string, string> {
  const body = block.exec(css)?.[1] ?? '';
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

function contrast(front: string | undefined, back: string | undefined): number {
  const [lighter = 0, darker = 0] = [luminance(front), luminance(back)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string | undefined): number {
  const hex = /^#([0-9a-f]{6})$/.exec(colour ?? '')?.[1];
  if (hex === undefined) throw new Error(`${colour} is no colour in six digits`);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
