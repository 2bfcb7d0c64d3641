/** Headers of every answer. */
export function baseHeaders({ secure }: { readonly secure: boolean }): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    // Never to another site, so no token leaves; within ours, because browsers that may say nothing of where a form
    // comes from send it with `Origin: null`, and we would turn our own forms away.
    'referrer-policy': 'same-origin',
    // Whatever says nothing of its own, an answer for programs or a redirect, runs nothing and stands in no frame.
    'content-security-policy': policy({
      'default-src': "'none'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'object-src': "'none'",
    }),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'SAMEORIGIN',
    'x-permitted-cross-domain-policies': 'none',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    ...(secure ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}

/**
 * A page of ours: its own scripts and styles only, nothing inline but what carries the nonce of this one answer; null
 * for a built page, which has nothing inline at all.
 */
export const pagePolicy = (nonce: string | null): string =>
  policy({
    'default-src': "'none'",
    'script-src': nonce === null ? "'self'" : `'self' 'nonce-${nonce}'`,
    'style-src': nonce === null ? "'self'" : `'self' 'nonce-${nonce}'`,
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'manifest-src': "'self'",
    'worker-src': "'self'",
    'frame-src': "'self'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
    'base-uri': "'none'",
  });

/** A file from outside, or an answer for programs: nothing in it may run or load, wherever it is opened. */
export const deadPolicy = policy({
  'default-src': "'none'",
  sandbox: '',
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
  'object-src': "'none'",
});

/** A mail as it was formatted, in a frame of ours: its inline styles and its own images, no script, no form, no load. */
export const mailPolicy = policy({
  'default-src': "'none'",
  'style-src': "'unsafe-inline'",
  'img-src': "'self' data:",
  // Its own images need our cookie, which an opaque origin would not send; without scripts the origin is of no use.
  sandbox: 'allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  'frame-ancestors': "'self'",
  'form-action': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
});

function policy(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => (value === '' ? name : `${name} ${value}`))
    .join('; ');
}
