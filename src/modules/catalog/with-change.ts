/** The same thing with what was given changed; a field that is undefined was not given. */
export const withChange = <T extends object>(
  thing: T,
  change: { readonly [K in keyof T]?: T[K] | undefined },
): T => ({
  ...thing,
  ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
});
