// Forms in which people write: drafts that survive, and files by pick, drag, paste or camera.
import { keepDrafts } from '../browser/keep-draft.ts';
import { each } from '../browser/page.ts';
import { takeFiles } from '../browser/take-files.ts';

keepDrafts();
each<HTMLElement>('[data-attach]', (box) => {
  const form = box.closest('form');
  if (form !== null) takeFiles(form, box, form.dataset['draft'] ?? null);
});
