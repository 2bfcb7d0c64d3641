/** The database or the disk: trying again helps. Anything else is a mail that breaks our code. */
export function isFailureOfTheWorld(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  const code = String(error.code);
  // Classes of SQLSTATE: connection, resources, operator, system; serialization and deadlock; and errors of the system.
  return /^(08|53|57|58|40)/.test(code) || /^E[A-Z]+$/.test(code);
}
