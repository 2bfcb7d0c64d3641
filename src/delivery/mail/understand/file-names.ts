import { cleanLine } from './clean-text.ts';

/**
 * A file name that is safe to show and to save under: the last step of any path, one line, no characters that
 * reverse or hide, no device names of Windows, at most 200 characters with the extension kept.
 */
export function safeFileName(name: string): string {
  const line = cleanLine(name);
  // A drive or a folder in front; a name that ends in a slash keeps what stands before it.
  const base = line.split(/[\\/]/).findLast((step) => step.trim() !== '') ?? '';
  const shown = base
    .replace(/[\u200b-\u200f\u2060-\u2064]/g, '')
    .replace(/^\.{1,2}$/, '')
    .trim();
  return shorten(reserved.test(shown) ? `_${shown}` : shown);
}

const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

function shorten(name: string): string {
  const letters = [...name];
  if (letters.length <= 200) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 20 ? name.slice(dot) : '';
  return letters.slice(0, 200 - extension.length).join('') + extension;
}
