import * as m from '../../ui/words/generated/messages.js';
import { filesOf, forgetFile, keepFile, markUp } from './kept-files.ts';
import { each, say } from './page.ts';
import { photoForTheRoad } from './photo.ts';
import { sayNotSent } from './say-not-sent.ts';

/**
 * Files go up while one still writes; sending waits for them, and for a word on those that could not. Until it is up, a
 * file is kept on the device with the draft of its form.
 */
export function takeFiles(form: HTMLFormElement, box: HTMLElement, draft: string | null): void {
  const list = box.querySelector<HTMLElement>('[data-attached]');
  const announce = (words: string) =>
    each<HTMLElement>(
      '[data-attach-status]',
      (status) => {
        status.textContent = words;
      },
      box,
    );
  let uploads = 0;
  let heldBack: { readonly by: HTMLElement | null } | null = null;

  each<HTMLElement>(
    '[data-attach-hint]',
    (hint) => {
      hint.hidden = !matchMedia('(pointer: fine)').matches;
    },
    box,
  );
  each<HTMLElement>(
    '[data-camera]',
    (door) => {
      door.hidden = !matchMedia('(pointer: coarse)').matches;
    },
    box,
  );
  each<HTMLInputElement>(
    '[data-pick]',
    (input) => {
      input.addEventListener('change', () => {
        const isPhoto = input.hasAttribute('capture');
        for (const file of input.files ?? []) void take(file, isPhoto);
        // The form must not send them a second time.
        input.value = '';
      });
    },
    box,
  );
  form.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    for (const file of files) void take(file, false);
  });
  for (const type of ['dragenter', 'dragover'] as const) {
    form.addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      box.classList.add('over');
    });
  }
  form.addEventListener('dragleave', (event) => {
    if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) {
      box.classList.remove('over');
    }
  });
  form.addEventListener('drop', (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    box.classList.remove('over');
    for (const file of files) void take(file, false);
  });
  form.addEventListener('submit', (event) => {
    if (uploads > 0) {
      event.preventDefault();
      heldBack = { by: event.submitter };
      announce(m.portal_file_wait({}, say));
      return;
    }
    // Nobody must believe that it went along.
    const missing = box.querySelector<HTMLElement>('[data-retry]');
    if (missing === null) return;
    event.preventDefault();
    sayNotSent(form, m.portal_file_missing({}, say));
    missing.focus();
  });
  addEventListener('online', () =>
    each<HTMLElement>('[data-retry]', (again) => again.click(), box),
  );
  if (draft !== null) {
    void filesOf(draft).then((kept) => {
      for (const { id, file, up } of kept) {
        if (up === null) void take(file, false, id);
        else restore(id, file.name, up);
      }
    });
  }

  /** Up already; the draft may have been written before it was. */
  function restore(id: number, name: string, value: string): void {
    const inputs = box.querySelectorAll<HTMLInputElement>('[name="attachments"]');
    if ([...inputs].some((input) => input.value === value)) return void forgetFile(id);
    addRow(name).done(value, () => void forgetFile(id));
    form.dispatchEvent(new Event('change', { bubbles: true }));
  }

  async function take(picked: File, isPhoto: boolean, keptId?: number | null): Promise<void> {
    uploads += 1;
    const row = addRow(picked.name);
    let kept = keptId ?? null;
    try {
      const file = isPhoto ? await photoForTheRoad(picked) : picked;
      if (draft !== null) kept ??= await keepFile(draft, file);
      const { id, name } = await upload(file, (share) => row.progress(share));
      const value = `${id}:${name}`;
      markUp(kept, value);
      row.done(value, () => void forgetFile(kept));
      announce(m.portal_file_attached({ name }, say));
      form.dispatchEvent(new Event('change', { bubbles: true }));
    } catch (error) {
      const refused = error instanceof Refused;
      const words = refused ? error.message : m.portal_file_failed_network({}, say);
      if (refused) void forgetFile(kept);
      row.failed(words, {
        retry: () => void take(picked, isPhoto, refused ? null : kept),
        remove: () => void forgetFile(kept),
      });
      announce(m.portal_file_failed({ name: picked.name, words }, say));
      heldBack = null;
    } finally {
      uploads -= 1;
      if (uploads === 0 && heldBack !== null) {
        const { by } = heldBack;
        heldBack = null;
        form.requestSubmit(by);
      }
    }
  }

  function addRow(name: string) {
    const item = document.createElement('li');
    const label = Object.assign(document.createElement('span'), {
      textContent: name,
      className: 'file-name',
    });
    const bar = Object.assign(document.createElement('progress'), { max: 1 });
    bar.setAttribute('aria-label', name);
    item.append(label, bar);
    list?.append(item);
    return {
      progress: (share: number) => {
        bar.value = share;
      },
      done: (value: string, removed: () => void) => {
        const field = Object.assign(document.createElement('input'), {
          type: 'hidden',
          name: 'attachments',
          value,
        });
        const remove = removeButton(item, name);
        remove.addEventListener('click', removed);
        bar.replaceWith(field, remove);
      },
      failed: (
        words: string,
        ways: { readonly retry: () => void; readonly remove: () => void },
      ) => {
        const again = Object.assign(document.createElement('button'), {
          type: 'button',
          className: 'button quiet',
          textContent: m.portal_file_retry({}, say),
        });
        again.dataset['retry'] = '';
        again.addEventListener('click', () => {
          item.remove();
          ways.retry();
        });
        label.textContent = m.portal_file_failed({ name, words }, say);
        label.className = 'failed';
        const remove = removeButton(item, name);
        remove.addEventListener('click', ways.remove);
        bar.replaceWith(again, remove);
      },
    };
  }
}

function removeButton(item: HTMLElement, name: string): HTMLElement {
  const remove = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'button quiet remove',
    textContent: '×',
  });
  remove.setAttribute('aria-label', m.portal_file_remove({ name }, say));
  remove.addEventListener('click', () => {
    const form = item.closest('form');
    item.remove();
    form?.dispatchEvent(new Event('change', { bubbles: true }));
    form?.querySelector<HTMLElement>('[data-pick]')?.focus();
  });
  return remove;
}

/** What the desk said no to, in its own words. */
class Refused extends Error {
  override name = 'Refused';
}

// Not fetch: only this tells how much has gone up, which on a slow phone is what one wants to know.
const upload = (
  file: File,
  progress: (share: number) => void,
): Promise<{ readonly id: number; readonly name: string }> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/attachments');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    request.onload = () => {
      if (request.status === 201) return resolve(request.response);
      const { title, detail } = request.response ?? {};
      return reject(title === undefined ? new Error('no answer') : new Refused(detail ?? title));
    };
    request.onerror = () => reject(new Error('no network'));
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
