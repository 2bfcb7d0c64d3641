import { useCallback, useEffect, useState } from 'react';
import { Field, TextInput } from '../parts/field.tsx';
import { AttachmentList } from './attachment-list.tsx';
import type { DraftAttachment } from './draft-store.ts';
import { discardUploaded, useUploads } from './use-uploads.ts';

/** Files of a form, sent as they are picked; the form gets their ids. */
export function AttachmentField({
  label,
  onChange,
}: {
  label: string;
  onChange: (attachmentIds: readonly number[]) => void;
}) {
  const [files, setFiles] = useState<readonly DraftAttachment[]>([]);
  const uploaded = useCallback((file: DraftAttachment) => setFiles((all) => [...all, file]), []);
  const { uploads, add } = useUploads(uploaded);
  useEffect(() => onChange(files.map(({ id }) => id)), [files, onChange]);
  return (
    <div>
      <AttachmentList
        attachments={files}
        uploads={uploads}
        onRemove={(attachmentId) => {
          discardUploaded(attachmentId);
          setFiles((all) => all.filter(({ id }) => id !== attachmentId));
        }}
      />
      <Field label={label} optional>
        <TextInput
          type="file"
          multiple
          className="py-1"
          onChange={({ target }) => {
            add([...(target.files ?? [])]);
            target.value = '';
          }}
        />
      </Field>
    </div>
  );
}
