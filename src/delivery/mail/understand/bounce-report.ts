import { cleanLine } from './clean-text.ts';

/** One recipient of a delivery report (RFC 3464). */
export interface ReportedRecipient {
  /** Lower case; null when the field is unreadable. */
  readonly address: string | null;
  readonly original: string | null;
  readonly action: string;
  readonly status: string | null;
  readonly diagnostic: string | null;
}

const groupsMax = 1_000;

/** The groups of a message/delivery-status part that speak of a recipient. */
export function readDeliveryStatus(text: string): readonly ReportedRecipient[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .slice(0, groupsMax)
    .map(fieldsOf)
    .filter(
      (fields) =>
        fields.has('final-recipient') ||
        fields.has('original-recipient') ||
        fields.has('action') ||
        fields.has('x-actual-recipient'),
    )
    .map((fields) => ({
      address: addressIn(fields.get('final-recipient') ?? fields.get('x-actual-recipient')),
      original: addressIn(fields.get('original-recipient')),
      action: (fields.get('action') ?? '').toLowerCase().replace(/[^a-z].*$/s, ''),
      status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? null,
      diagnostic: diagnosticOf(fields.get('diagnostic-code')),
    }));
}

function fieldsOf(group: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of group.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** `rfc822; a@b`, `RFC822;<a@b> (expanded from: <c@d>)`, `utf-8; …`, and the bare address of careless servers. */
function addressIn(value: string | undefined): string | null {
  if (value === undefined) return null;
  const text = value.replace(/^[\w.+-]{1,20}\s*;/, '').replace(/\(expanded from.*$/is, '');
  return (
    /[^\s<>()",;:]{1,200}@[^\s<>()",;:]{1,200}/
      .exec(text)?.[0]
      ?.replace(/\.+$/, '')
      .toLowerCase() ?? null
  );
}

const diagnosticOf = (value: string | undefined): string | null =>
  value === undefined
    ? null
    : cleanLine(value.replace(/^\s*[\w-]+\s*;\s*/, '')).slice(0, 500) || null;
