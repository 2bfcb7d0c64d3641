/** "Firefox · Linux" out of a browser's long description; its beginning when nothing is known in it. */
export function deviceOf(userAgent: string): string {
  const browser = firstFound(userAgent, [
    [/\bEdg\//, 'Edge'],
    [/\bOPR\//, 'Opera'],
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
  return found.length === 0 ? userAgent.slice(0, 60) : found.join(' · ');
}

const firstFound = (
  text: string,
  known: readonly (readonly [RegExp, string])[],
): string | undefined => known.find(([pattern]) => pattern.test(text))?.[1];
