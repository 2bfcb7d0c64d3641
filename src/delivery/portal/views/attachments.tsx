import { formatBytes } from '../../ui/format.ts';
import { iconCamera, iconFileText, iconPaperclip } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Attachment, PageRequest } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { Notice } from './elements.tsx';
import { Icon } from './icon.tsx';

/** A file that is at the desk already and waits for its message. */
export interface WaitingFile {
  readonly id: number;
  readonly name: string;
}

/** The files still ticked in the form, and those that came with this post. */
export function waitingFiles({
  form,
  files,
}: Pick<PageRequest, 'form' | 'files'>): readonly WaitingFile[] {
  const ticked = (form['attachments'] ?? []).flatMap((value) => {
    const [, id, name] = /^(\d{1,15}):(.*)$/s.exec(value) ?? [];
    return id === undefined || name === undefined ? [] : [{ id: Number(id), name }];
  });
  const arrived = files.map((file) => ({ id: file.attachmentId, name: file.name }));
  return [...ticked, ...arrived].slice(0, 20);
}

interface PickerProps {
  readonly context: PageContext;
  readonly waiting: readonly WaitingFile[];
  readonly refused: PageRequest['refusedFiles'];
}

/** Without script a plain file field; with it, files go up at once by pick, drag, paste or camera. */
export const AttachmentPicker = ({ context: { say }, waiting, refused }: PickerProps) => (
  <div class="attach" data-attach>
    {refused.length === 0 ? null : (
      <Notice tone="bad" role="alert" title={m.portal_files_refused({}, say)}>
        <ul>
          {refused.map((file) => (
            <li key={file.name}>
              {m.portal_file_refused({ name: file.name, words: file.words }, say)}
            </li>
          ))}
        </ul>
      </Notice>
    )}
    <ul class="attached" data-attached aria-label={m.portal_files_attached({}, say)}>
      {waiting.map((file) => (
        <li key={file.id}>
          <label>
            <input type="checkbox" name="attachments" value={`${file.id}:${file.name}`} checked />
            {file.name}
          </label>
        </li>
      ))}
    </ul>
    <div class="attach-doors">
      <label class="button quiet">
        <Icon shape={iconPaperclip} />
        {m.portal_files_pick({}, say)}
        <input type="file" name="files" multiple data-pick />
      </label>
      <label class="button quiet camera" hidden data-camera>
        <Icon shape={iconCamera} />
        {m.portal_files_camera({}, say)}
        <input type="file" accept="image/*" capture="environment" data-pick />
      </label>
      <span class="hint" data-attach-hint hidden>
        {m.portal_files_hint({}, say)}
      </span>
    </div>
    <p class="visually-hidden" role="status" data-attach-status />
  </div>
);

export const AttachmentLinks = ({
  context: { language, say },
  attachments,
}: {
  readonly context: PageContext;
  readonly attachments: readonly Attachment[];
}) =>
  attachments.length === 0 ? null : (
    <ul class="files">
      {attachments.map((attachment) => (
        <li key={attachment.id}>
          <a href={attachment.url} download={attachment.name}>
            <Icon shape={iconFileText} />
            <span class="file-name">{attachment.name}</span>
            <span class="file-size">{formatBytes(attachment.byteSize, language)}</span>
          </a>
          {attachment.role === 'file' ? null : (
            <span class="hint file-role">{roleWords[attachment.role]({}, say)}</span>
          )}
        </li>
      ))}
    </ul>
  );

const roleWords = {
  message: m.common_mail_attached,
  calendar: m.common_mail_calendar,
  bundle: m.common_mail_bundle,
};
