import { formatBytes } from '../../ui/format.ts';
import { iconPaperclip, iconTriangleAlert, iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { useSession } from '../session/session.tsx';
import type { DraftAttachment } from './draft-store.ts';
import type { Upload } from './use-uploads.ts';

/** The files of a message that is being written: there, on their way, or refused and why. */
export function AttachmentList({
  attachments,
  uploads,
  onRemove,
}: {
  attachments: readonly DraftAttachment[];
  uploads: readonly Upload[];
  onRemove: (attachmentId: number) => void;
}) {
  const { reader } = useSession();
  if (attachments.length + uploads.length === 0) return null;
  return (
    <ul aria-label={m.console_compose_files()} className="mb-2 flex flex-wrap gap-2">
      {attachments.map((file) => (
        <FileChip
          key={file.id}
          name={file.name}
          detail={formatBytes(file.byteSize, reader.language)}
          onRemove={() => onRemove(file.id)}
        />
      ))}
      {uploads.map((upload) => (
        <FileChip
          key={`upload-${upload.key}`}
          name={upload.name}
          detail={upload.problem ?? `${Math.round(upload.share * 100)} %`}
          problem={upload.problem !== null}
          onRemove={upload.leave}
        />
      ))}
    </ul>
  );
}

function FileChip({
  name,
  detail,
  problem = false,
  onRemove,
}: {
  name: string;
  detail: string;
  problem?: boolean;
  onRemove: () => void;
}) {
  return (
    <li
      className={cx(
        'flex min-h-8 max-w-full items-center gap-2 rounded-s border bg-surface pr-1 pl-2.5 text-ink',
        problem ? 'border-bad' : 'border-edge',
      )}
    >
      <Icon
        of={problem ? iconTriangleAlert : iconPaperclip}
        size={14}
        className={problem ? 'text-bad' : ''}
      />
      <span className="truncate">{name}</span>
      <span
        role={problem ? 'alert' : undefined}
        className={cx('text-xs tabular', problem ? 'text-bad' : 'text-soft')}
      >
        {detail}
      </span>
      <button
        type="button"
        aria-label={m.console_compose_remove_file({ name })}
        onClick={onRemove}
        className="grid size-6 shrink-0 place-items-center rounded-xs text-soft hover:text-ink"
      >
        <Icon of={iconX} size={14} />
      </button>
    </li>
  );
}
