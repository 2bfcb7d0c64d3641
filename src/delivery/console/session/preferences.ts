import { useSyncExternalStore } from 'react';

/** What one person set on this machine. Not worth the server's memory, and gone with the browser's. */
const names = {
  theme: 'atenta.theme',
  singleKeys: 'atenta.single-keys',
  timer: 'atenta.work-timer',
  folded: 'atenta.folded',
} as const;
export type PreferenceName = keyof typeof names;

const listeners = new Set<() => void>();

export function readPreference(name: PreferenceName): string | null {
  try {
    return localStorage.getItem(names[name]);
  } catch {
    return null;
  }
}

export function writePreference(name: PreferenceName, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(names[name]);
    else localStorage.setItem(names[name], value);
  } catch {
    // A browser that forbids storage forgets; nothing else depends on it.
  }
  for (const listener of listeners) listener();
}

/** Follows a preference, also when another tab changes it. */
export const usePreference = (name: PreferenceName): string | null =>
  useSyncExternalStore(subscribe, () => readPreference(name));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

export type Theme = 'system' | 'light' | 'dark';

export function chooseTheme(theme: Theme): void {
  writePreference('theme', theme === 'system' ? null : theme);
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
