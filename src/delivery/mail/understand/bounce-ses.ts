import type { BounceFacts } from './model.ts';

/** What Amazon SES tells by e-mail through its notification service: JSON in the body, JSON again inside it. */
export function readSesBounce(text: string): BounceFacts | null {
  if (!/^\s*\{/.test(text) || !text.includes('notificationType')) return null;
  // Sendmail breaks lines of more than 990 characters with "!" and a line end.
  const told = objectIn(objectIn(text.replace(/!\n /g, ''))?.['Message']);
  const bounce = objectIn(told?.['bounce']);
  if (told?.['notificationType'] !== 'Bounce' || bounce === null) return null;
  const listed: unknown = bounce['bouncedRecipients'];
  const recipients = Array.isArray(listed)
    ? listed
        .slice(0, 100)
        .map(objectIn)
        .filter((one) => one !== null)
    : [];
  const first = (key: string): string | null =>
    recipients.map((one) => one[key]).find((value) => typeof value === 'string') ?? null;
  const isPermanent = bounce['bounceType'] === 'Permanent';
  return {
    action: 'failed',
    class: isPermanent ? 'permanent' : 'temporary',
    status: first('status'),
    recipients: recipients
      .map((one) => one['emailAddress'])
      .filter((address) => typeof address === 'string')
      .map((address) => address.toLowerCase()),
    originalMessageId: null,
    diagnostic: first('diagnosticCode'),
    readFrom: 'report',
  };
}

/** An object, also when it comes as the JSON of one; null for anything else. */
function objectIn(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  if (typeof value !== 'string') return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null;
  } catch {
    return null;
  }
}
