import { formatAgo } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import { type Draft, forgetDraft, readDraft, writeDraft } from './drafts.ts';
import { forgetFilesOf } from './kept-files.ts';
import { now, reader, say } from './page.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Saves the form as it is written, and brings it back when the form comes up empty. */
export function keepDraft(form: HTMLFormElement, name: string): void {
  const draft = readDraft(name);
  if (draft !== null && isUntouched(form)) restore(form, name, draft);
  let waiting = 0;
  const save = () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => writeDraft(name, fieldsOf(form)), 300);
  };
  form.addEventListener('input', save);
  form.addEventListener('change', save);
  // With its key: if the answer gets lost on the way, sending the same again is not a second request.
  form.addEventListener('submit', () => writeDraft(name, fieldsOf(form, true)));
  addEventListener('pagehide', () => {
    clearTimeout(waiting);
    if (!isUntouched(form)) writeDraft(name, fieldsOf(form, form.dataset['once'] === 'sending'));
  });
}

function fieldsOf(form: HTMLFormElement, withKey = false): Draft['fields'] {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string' || value === '') continue;
    if (name === 'key' && !withKey) continue;
    const known = fields[name] ?? [];
    fields[name] = [...known, value];
  }
  return fields;
}

/** Nothing written by the person, nothing retained by the desk. What the desk proposed (`data-prefilled`) is neither. */
function isUntouched(form: HTMLFormElement): boolean {
  const isProposed = (control: Control): boolean =>
    'prefilled' in form.dataset &&
    control instanceof HTMLTextAreaElement &&
    control.value === control.defaultValue;
  return controlsOf(form).every((control) =>
    control instanceof HTMLInputElement && control.type === 'radio'
      ? !control.checked
      : control.name === 'key' || control.value === '' || isProposed(control),
  );
}

const controlsOf = (form: HTMLFormElement): Control[] =>
  [...form.elements].filter(
    (element): element is Control =>
      (element instanceof HTMLInputElement && element.type !== 'file') ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement,
  );

function restore(form: HTMLFormElement, name: string, draft: Draft): void {
  for (const control of controlsOf(form)) {
    const values = draft.fields[control.name];
    if (values === undefined) continue;
    if (control instanceof HTMLInputElement && control.type === 'radio') {
      control.checked = values.includes(control.value);
    } else control.value = values[0] ?? '';
  }
  const attached = form.querySelector('[data-attached]');
  for (const value of draft.fields['attachments'] ?? []) attached?.append(tickedFile(value));
  // What was written must be seen, also where the form is folded away.
  form.closest('details')?.setAttribute('open', '');
  const place = form.querySelector('[data-draft-notice]') ?? form;
  place.prepend(notice(form, name, draft));
}

/** As the server draws a file that waits at the desk: "12:foto.jpg". */
function tickedFile(value: string): HTMLElement {
  const item = document.createElement('li');
  const label = item.appendChild(document.createElement('label'));
  const box = Object.assign(document.createElement('input'), {
    type: 'checkbox',
    name: 'attachments',
    value,
    checked: true,
  });
  label.append(box, value.slice(value.indexOf(':') + 1));
  return item;
}

function notice(form: HTMLFormElement, name: string, draft: Draft): HTMLElement {
  const line = document.createElement('p');
  line.className = 'restored';
  line.setAttribute('role', 'status');
  const again = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'button quiet',
    textContent: m.portal_draft_discard({}, say),
  });
  again.addEventListener('click', () => {
    forgetDraft(name);
    void forgetFilesOf(name);
    form.reset();
    form.querySelector('[data-attached]')?.replaceChildren();
    line.remove();
    form.dispatchEvent(new Event('change', { bubbles: true }));
    form.querySelector<HTMLElement>('textarea')?.focus();
  });
  const ago = formatAgo(draft.at, now(), reader);
  line.append(m.portal_draft_restored({ ago }, say), ' ', again);
  return line;
}
