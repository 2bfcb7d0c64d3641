import { type Anchors, openAnchors } from '../../src/modules/credits/index.ts';

/** Anchors without a file: their lines, as they would stand in it. */
export function memoryAnchors(lines: string[] = []): Anchors {
  return openAnchors({
    async append(line) {
      lines.push(line);
    },
    lines: async () => lines,
  });
}
