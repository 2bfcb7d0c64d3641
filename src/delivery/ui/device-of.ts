/** "Firefox · Linux" out of a browser's long description; its beginning when nothing is known in it. */
export const deviceOf = (userAgent: string): string =>
  knownDeviceOf(userAgent) ?? userAgent.slice(0, 60);

/** The same; null when nothing is known in it: what anybody may have written there is not repeated in a letter. */
export function knownDeviceOf(userAgent: string): string | null {
  const browser = firstFound(userAgent, [
    [/\bEdg\//, 'Edge'],
    [/\bOPR\//, 'Opera'],
    [/\bSamsungBrowser\//, 'Samsung Internet'],
    [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
    [/\bChrome\/|\bCriOS\//, 'Chrome'],
    [/\bSafari\//, 'Safari'],
  ]);
  const system = firstFound(userAgent, [
    [/\biPhone\b/, 'iPhone'],
    [/\biPad\b/, 'iPad'],
    [/\bAndroid\b/, 'Android'],
    [/\bWindows\b/, 'Windows'],
    [/\bMac OS X\b/, 'macOS'],
    [/\bCrOS\b/, 'ChromeOS'],
    [/\bLinux\b/, 'Linux'],
  ]);
  const found = [browser, system].filter((part) => part !== undefined);
  return found.length === 0 ? null : found.join(' · ');
}

const firstFound = (
  text: string,
  known: readonly (readonly [RegExp, string])[],
): string | undefined => known.find(([pattern]) => pattern.test(text))?.[1];
