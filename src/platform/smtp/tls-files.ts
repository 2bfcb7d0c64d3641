import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Log } from '../log.ts';
import { StartProblem } from '../start-problem.ts';

/** Paths of a certificate with its chain and of its key, both PEM. */
export interface TlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface TlsPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Certificates are renewed every few weeks; a day late is early enough. */
const lookAgainMs = 60 * 60 * 1000;

/** Throws a StartProblem when one cannot be read or the two do not belong together. */
export function readTlsFiles({ certificateFile, keyFile }: TlsFiles): TlsPair {
  try {
    const pair = { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
    createSecureContext(pair);
    return pair;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartProblem(
      'SMTP_TLS',
      `SMTP_TLS_CERT and SMTP_TLS_KEY: the certificate or its key cannot be used (${why})`,
      { cause },
    );
  }
}

/** Hands over the pair again when the files were renewed; a half-renewed pair is left for the next look. */
export function watchTlsFiles(
  files: TlsFiles,
  onRenewed: (pair: TlsPair) => void,
  log: Log,
  everyMs = lookAgainMs,
): { stop(): void } {
  let known = readTlsFiles(files);
  const timer = setInterval(() => {
    try {
      const fresh = readTlsFiles(files);
      if (fresh.cert.equals(known.cert) && fresh.key.equals(known.key)) return;
      known = fresh;
      onRenewed(fresh);
      log.info('the certificate of the mail door was renewed');
    } catch (err) {
      log.error({ err }, 'the certificate of the mail door cannot be read; the earlier one stays');
    }
  }, everyMs).unref();
  return { stop: () => clearInterval(timer) };
}
