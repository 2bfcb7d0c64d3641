import { type Attachment, type Problem, ProblemAnswer, routes } from '../../web/contract.ts';
import { Unreachable } from './call.ts';

/**
 * Uploads one file for a message that is being written. `onShare` hears the share sent, from 0 to 1. Throws
 * ProblemAnswer with the desk's words (too large, not allowed) or Unreachable. XMLHttpRequest because fetch cannot
 * tell how much has been sent.
 */
export function uploadFile(
  file: File,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const [method, path] = routes.uploadAttachment;
    request.open(method, path);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onShare(event.loaded / event.total);
    };
    request.onload = () => settle(request, resolve, reject);
    request.onerror = () => reject(new Unreachable('no answer'));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const body = new FormData();
    body.append('file', file, file.name === '' ? 'file' : file.name);
    request.send(body);
  });
}

function settle(
  request: XMLHttpRequest,
  resolve: (attachment: Attachment) => void,
  reject: (error: Error) => void,
): void {
  try {
    const data: unknown = JSON.parse(request.responseText);
    // By the contract: 201 answers an attachment, everything else a problem.
    if (request.status === 201) resolve(data as Attachment);
    else reject(new ProblemAnswer(data as Problem));
  } catch (cause) {
    reject(new Unreachable(`${request.status} without JSON`, { cause }));
  }
}
