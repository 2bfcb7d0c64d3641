import { useCallback, useRef, useState } from 'react';
import { call } from '../server/call.ts';
import { problemWords } from '../server/problem-words.ts';
import { uploadFile } from '../server/upload.ts';
import type { DraftAttachment } from './draft-store.ts';

/** A file on its way, or one that the desk could not take. */
export interface Upload {
  readonly key: number;
  readonly name: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly problem: string | null;
  readonly leave: () => void;
}

/** Sends files as they are picked, so that the message itself is sent at once. */
export function useUploads(onUploaded: (attachment: DraftAttachment) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const nextKey = useRef(0);

  const add = useCallback(
    (files: Iterable<File>) => {
      for (const file of files) {
        const key = nextKey.current++;
        const abort = new AbortController();
        const change = (part: Partial<Upload>) =>
          setUploads((all) => all.map((each) => (each.key === key ? { ...each, ...part } : each)));
        const remove = () => setUploads((all) => all.filter((each) => each.key !== key));
        const leave = () => {
          abort.abort();
          remove();
        };
        setUploads((all) => [...all, { key, name: file.name, share: 0, problem: null, leave }]);
        uploadFile(file, (share) => change({ share }), abort.signal).then(
          ({ id, name, byteSize }) => {
            remove();
            onUploaded({ id, name, byteSize });
          },
          (error: unknown) => {
            if (abort.signal.aborted) return;
            const { title, detail } = problemWords(error);
            change({ problem: detail ?? title });
          },
        );
      }
    },
    [onUploaded],
  );
  return { uploads, add, uploading: uploads.some((each) => each.problem === null) };
}

/** The desk forgets it; should that fail, it forgets by itself what was never sent. */
export const discardUploaded = (attachmentId: number): void =>
  void call('discardAttachment', { params: { attachmentId } }).catch(() => undefined);

/** The files of a paste or a drop. */
export const filesOf = (data: DataTransfer | null): readonly File[] => [...(data?.files ?? [])];
