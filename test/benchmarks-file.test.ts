import { expect, it } from 'vitest';
import { withSection } from '../bench/desk/benchmarks-file.ts';

const text = '# Costs\n\n<!-- begin: desk -->\n\nold\n\n<!-- end: desk -->\n\nby hand\n';

it('a bench replaces its own section and leaves every other as it stands', () => {
  const both = withSection(withSection(text, 'what-if', 'tried'), 'desk', 'new');
  expect(both).toBe(
    '# Costs\n\n<!-- begin: desk -->\n\nnew\n\n<!-- end: desk -->\n\nby hand\n\n<!-- begin: what-if -->\n\ntried\n\n<!-- end: what-if -->\n',
  );
  expect(withSection(both, 'what-if', 'tried')).toBe(both);
});
