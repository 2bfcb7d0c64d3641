// Owns how the desk is reached over HTTP: the server and its limits, cookies, hosts and origins, cursors, safe retries.
export { contentDisposition, safeFileName } from './http/content-disposition.ts';
export { type SessionCookie, sessionCookie } from './http/cookies.ts';
export { InvalidCursor, readCursor, toPage, writeCursor } from './http/cursor.ts';
export {
  type Claim,
  claimKey,
  deleteOldKeys,
  forgetKey,
  hashRequest,
  type IdempotentRequest,
  keepAnswer,
} from './http/idempotency.ts';
export { mayShowInline, type SniffedType, sniffBytes, sniffMediaType } from './http/media-type.ts';
export { isSafeMethod, mayUseCookies, type RequestOrigin } from './http/origin.ts';
export { createRequestBudget, type RequestBudget } from './http/request-budget.ts';
export { safePath } from './http/safe-path.ts';
export { deadPolicy, mailPolicy, pagePolicy } from './http/security-headers.ts';
export {
  createHttpServer,
  type HttpAnswer,
  type HttpAnswers,
  type HttpServer,
  type HttpServerOptions,
} from './http/server.ts';
