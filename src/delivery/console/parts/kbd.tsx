import { capsOf, type Keys } from '../keyboard/keymap.ts';

const mac = /Mac|iP(hone|ad)/.test(navigator.platform);

/** The keys of a shortcut, for people who look; screen readers hear `aria-keyshortcuts`. Hidden where there is no keyboard. */
export function Kbd({ keys, className }: { keys: Keys; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={`hidden gap-0.5 font-sans text-xs leading-none pointer-fine:inline-flex ${className ?? ''}`}
    >
      {capsOf(keys, mac).map((cap, index) => (
        <span
          // Caps repeat ("G G") and never move.
          // biome-ignore lint/suspicious/noArrayIndexKey: the order is the identity
          key={index}
          className="min-w-4.5 rounded-xs border border-current/25 px-1 py-0.5 text-center"
        >
          {cap}
        </span>
      ))}
    </span>
  );
}

/** As WAI-ARIA writes shortcuts: `mod+k` is Control+k, one key per stroke. Pairs have no notation there. */
export function ariaKeys(keys: Keys | undefined): string | undefined {
  if (keys === undefined || keys.includes(' ')) return undefined;
  return keys.replace('mod', mac ? 'Meta' : 'Control').replace(/^([A-Z])$/, 'Shift+$1');
}
