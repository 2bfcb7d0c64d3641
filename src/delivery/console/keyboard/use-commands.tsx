import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { systemClock } from '../../../kernel/clock.ts';
import { readPreference } from '../session/preferences.ts';
import { follow, type Keys, strokeOf, type Waiting, worksWhileTyping } from './keymap.ts';
import { type CommandId, shortcutList } from './shortcuts.ts';

/** What each command does here and now. A screen offers only what may be done; what is left out does nothing. */
export type Commands = Readonly<Partial<Record<CommandId, (() => void) | undefined>>>;

export interface CommandRegistry {
  /** `beneath`: whatever else offers the same command comes before it, in whatever order they appeared. */
  offer(commands: Commands, beneath: boolean): () => void;
  /** What can be done at this moment. The screen that came last decides. */
  now(): ReadonlyMap<CommandId, () => void>;
}

const RegistryContext = createContext<CommandRegistry | null>(null);

export function useCommandRegistry(): CommandRegistry {
  const registry = useContext(RegistryContext);
  if (registry === null) throw new Error('outside of KeyboardProvider');
  return registry;
}

/** Offers commands while the component is on the screen. The frame around the screens offers its own beneath theirs. */
export function useCommands(commands: Commands, { beneath = false } = {}): void {
  const registry = useCommandRegistry();
  const latest = useRef(commands);
  latest.current = commands;
  const offered = Object.keys(commands)
    .filter((id) => commands[id as CommandId] !== undefined) // Its keys are CommandIds by its type.
    .join(' ');
  useEffect(() => {
    const ids = offered.split(' ') as CommandId[]; // The same keys, split again.
    return registry.offer(
      Object.fromEntries(ids.map((id) => [id, () => latest.current[id]?.()])) as Commands,
      beneath,
    );
  }, [registry, offered, beneath]);
}

export function KeyboardProvider({ children }: { children: ReactNode }) {
  const registry = useMemo(createRegistry, []);
  const waiting = useRef<Waiting | null>(null);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const stroke = strokeOf(event);
      if (stroke === null || !mayFire(stroke, event.target)) return;
      const offered = registry.now();
      const known = shortcutList.flatMap(([id, { keys }]) =>
        keys !== undefined && offered.has(id) ? [keys] : [],
      );
      const step = follow(waiting.current, stroke, systemClock.now(), known);
      waiting.current = step.waiting;
      if (step.matched === null) return;
      event.preventDefault();
      commandFor(step.matched, offered)?.();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [registry]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

function createRegistry(): CommandRegistry {
  const layers: Commands[] = [];
  return {
    offer(commands, beneath) {
      if (beneath) layers.unshift(commands);
      else layers.push(commands);
      return () => void layers.splice(layers.indexOf(commands), 1);
    },
    now() {
      const found = new Map<CommandId, () => void>();
      for (const layer of layers) {
        for (const [id, run] of Object.entries(layer)) {
          if (run !== undefined) found.set(id as CommandId, run); // Its keys are CommandIds by its type.
        }
      }
      return found;
    },
  };
}

/** A list and an open request may use the same keys, since one takes the place of the other: what is offered counts. */
function commandFor(
  keys: Keys,
  offered: ReadonlyMap<CommandId, () => void>,
): (() => void) | undefined {
  const found = shortcutList.find(([id, shortcut]) => shortcut.keys === keys && offered.has(id));
  return found && offered.get(found[0]);
}

/** Single keys rest while somebody types or chooses, inside dialogs and menus, and when the person turned them off. */
function mayFire(stroke: string, target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : null;
  if (element?.closest('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]')) {
    return false;
  }
  if (worksWhileTyping(stroke)) return true;
  if (readPreference('singleKeys') === 'off') return false;
  // Enter belongs to whatever has the focus.
  if (stroke === 'Enter') return element === null || element === document.body;
  return !element?.matches(
    'textarea, select, [contenteditable="true"], input:not([type="checkbox"], [type="radio"])',
  );
}
