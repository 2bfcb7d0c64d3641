/** The world's fault, not ours: the pool is used up, or the server restarts, is full, or was stopped. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  const codes =
    /^(08...|53...|57P..|57014|40001|40P01|55P03|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ENOSPC)$/;
  return (
    codes.test(code) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
  );
}
