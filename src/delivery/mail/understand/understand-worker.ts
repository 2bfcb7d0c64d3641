// Understands mails in a thread of its own: what understand-in-budget.ts starts.
import { parentPort } from 'node:worker_threads';
import { understandMail } from './understand-mail.ts';

parentPort?.on('message', (raw: Uint8Array) => {
  // It answers for everything a message contains; what it throws is our bug, and ends this thread alone.
  void understandMail(raw).then((mail) => parentPort?.postMessage(mail));
});
parentPort?.postMessage('ready');
