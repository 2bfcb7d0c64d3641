import { formatAgo } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import { type Draft, forgetDraft, readDraft, writeDraft } from './drafts.ts';
import { forgetFilesOf } from './kept-files.ts';
import { each, now, reader, say } from './page.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const drafted = 'form[data-draft]';

/**
 * Saves every form of the page that names a draft as it is written, and brings it back when the form comes up empty. It
 * listens on the document, so that a form that the desk drew anew is kept as well as the one before.
 */
export function keepDrafts(): void {
  each<HTMLFormElement>(drafted, (form) => {
    const draft = readDraft(nameOf(form));
    if (draft !== null && isUntouched(form)) restore(form, draft);
  });
  for (const type of ['input', 'change', 'submit']) {
    addEventListener(type, ({ target }) => {
      const form = target instanceof Element ? target.closest<HTMLFormElement>(drafted) : null;
      if (form !== null) save(form, type === 'submit');
    });
  }
  addEventListener('pagehide', () =>
    each<HTMLFormElement>(drafted, (form) => {
      if (!isUntouched(form)) save(form, form.dataset['once'] === 'sending');
    }),
  );
}

const nameOf = ({ dataset }: HTMLFormElement): string => dataset['draft'] ?? '';

function save(form: HTMLFormElement, sent: boolean): void {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string' || value === '') continue;
    // With its key when it goes: if the answer gets lost on the way, sending the same again is not a second one.
    if (name === 'key' && !sent) continue;
    fields[name] = [...(fields[name] ?? []), value];
  }
  const { draftPage = location.pathname, draftTitle = document.title } = form.dataset;
  // What is sent is remembered even if all of it was proposed: for its key.
  if (!sent && isUntouched(form)) forgetDraft(nameOf(form));
  else writeDraft(nameOf(form), { at: now(), fields, page: draftPage, title: draftTitle, sent });
}

/** Nothing written by the person, nothing retained by the desk. What the desk proposed (`data-prefilled`) is neither. */
function isUntouched(form: HTMLFormElement): boolean {
  const isProposed = (control: Control): boolean =>
    'prefilled' in form.dataset &&
    control instanceof HTMLTextAreaElement &&
    control.value === control.defaultValue;
  return controlsOf(form).every((control) => {
    if (control instanceof HTMLSelectElement) return control.selectedIndex < 1;
    if (isTicked(control))
      return control.checked === (control.type !== 'radio' && control.defaultChecked);
    return control.name === 'key' || control.value === '' || isProposed(control);
  });
}

/** Attached files stand ticked in the form, and are the person's all the same. */
const isTicked = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement &&
  /^(radio|checkbox)$/.test(control.type) &&
  control.name !== 'attachments';

const controlsOf = (form: HTMLFormElement): Control[] =>
  [...form.elements].filter(
    (element): element is Control =>
      (element instanceof HTMLInputElement && element.type !== 'file') ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement,
  );

function restore(form: HTMLFormElement, draft: Draft): void {
  const left = structuredClone(draft.fields) as Record<string, string[]>;
  for (const control of controlsOf(form)) {
    const values = left[control.name];
    if (isTicked(control)) control.checked = values?.includes(control.value) ?? false;
    // Of several with one name each has its own.
    else if (values !== undefined) control.value = values.shift() ?? '';
  }
  const attached = form.querySelector('[data-attached]');
  for (const value of draft.fields['attachments'] ?? []) attached?.append(tickedFile(value));
  // What was written must be seen, also where the form is folded away.
  for (
    let fold = form.closest('details');
    fold;
    fold = fold.parentElement?.closest('details') ?? null
  ) {
    fold.open = true;
  }
  (form.querySelector('[data-draft-notice]') ?? form).prepend(notice(form, draft));
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

function notice(form: HTMLFormElement, draft: Draft): HTMLElement {
  const line = document.createElement('p');
  line.className = 'restored';
  line.setAttribute('role', 'status');
  const again = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'button quiet',
    textContent: m.portal_draft_discard({}, say),
  });
  again.addEventListener('click', () => {
    forgetDraft(nameOf(form));
    void forgetFilesOf(nameOf(form));
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
