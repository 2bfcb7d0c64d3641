/** The part of a keyboard event that shortcuts are made of. */
export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What to press: `j`, `P` (with shift), `?`, `mod+k` (⌘ or Ctrl), or one after the other: `g q`. */
export type Keys = string;

/**
 * Null for what is no shortcut of ours: a modifier alone, and everything with Alt, which types characters on many
 * layouts. Letters are taken as the layout gives them, so that `?` works wherever it stands.
 */
export function strokeOf(pressed: Pressed): string | null {
  if (pressed.altKey || modifiers.has(pressed.key)) return null;
  if (pressed.ctrlKey || pressed.metaKey) return `mod+${pressed.key.toLowerCase()}`;
  return pressed.key;
}

const modifiers = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead']);

/** The first stroke of a pair that has been pressed, and until when the second one counts. */
export interface Waiting {
  readonly stroke: string;
  readonly until: number;
}

export interface Step {
  /** The shortcut that is complete, or null. */
  readonly matched: Keys | null;
  readonly waiting: Waiting | null;
}

const secondStrokeMilliseconds = 1200;

/** Follows one stroke. `known` are the shortcuts that may be pressed now; `at` in milliseconds. */
export function follow(
  waiting: Waiting | null,
  stroke: string,
  at: number,
  known: readonly Keys[],
): Step {
  if (waiting !== null && at <= waiting.until) {
    const pair = `${waiting.stroke} ${stroke}`;
    return { matched: known.includes(pair) ? pair : null, waiting: null };
  }
  if (known.includes(stroke)) return { matched: stroke, waiting: null };
  const begins = known.some((keys) => keys.startsWith(`${stroke} `));
  return {
    matched: null,
    waiting: begins ? { stroke, until: at + secondStrokeMilliseconds } : null,
  };
}

/** Single characters must not fire while somebody types; combinations with ⌘ or Ctrl may. */
export const worksWhileTyping = (stroke: string): boolean => stroke.startsWith('mod+');

/** The keys as caps to print: `mod+k` is ⌘ K on a Mac and Ctrl K elsewhere. */
export function capsOf(keys: Keys, mac: boolean): readonly string[] {
  return keys.split(' ').flatMap((stroke) => stroke.split('+').flatMap((cap) => capOf(cap, mac)));
}

function capOf(cap: string, mac: boolean): readonly string[] {
  if (cap === 'mod') return [mac ? '⌘' : 'Ctrl'];
  if (/^[A-Z]$/.test(cap)) return ['⇧', cap];
  const named = new Map([
    ['Enter', '↵'],
    ['Escape', 'Esc'],
    ['ArrowUp', '↑'],
    ['ArrowDown', '↓'],
  ]).get(cap);
  return [named ?? (cap.length === 1 ? cap.toUpperCase() : cap)];
}
