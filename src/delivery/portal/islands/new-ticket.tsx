// The promise and the cost stand beside the form while one writes; with them in sight the form sends at once.
import { render } from 'preact';
import * as m from '../../ui/words/generated/messages.js';
import type { TicketPreview } from '../../web/contract.ts';
import { readDraft } from '../browser/drafts.ts';
import { reader, say } from '../browser/page.ts';
import { PromisePanel } from '../views/promise.tsx';
import { ServiceQuestions, type ServiceTold } from '../views/service-questions.tsx';

const form = document.querySelector<HTMLFormElement>('form[data-draft="new"]');
const place = form?.querySelector<HTMLElement>('[data-promise]') ?? null;
const questions = form?.querySelector<HTMLElement>('[data-questions]') ?? null;
const send = form?.querySelector<HTMLButtonElement>('[data-send]') ?? null;
if (form && place && questions && send) watch(form, place, questions, send);

function watch(
  form: HTMLFormElement,
  place: HTMLElement,
  questions: HTMLElement,
  send: HTMLButtonElement,
): void {
  // Written by the page from the catalogue.
  const services = JSON.parse(questions.dataset['questions'] ?? '[]') as readonly ServiceTold[];
  const drafted = readDraft('new')?.fields ?? {};
  const kept = questions.querySelector<HTMLInputElement>('input[name="inScopeBecause"]');
  const because = kept?.value ?? '';
  questions.replaceChildren();
  place.replaceChildren();
  render(<p class="promise-wait">{m.portal_preview_wait({}, say)}</p>, place);
  let asked = '';
  let shown: string | null = null;

  const update = async (): Promise<void> => {
    const fields = new FormData(form);
    const matter = String(fields.get('subjectMatter') ?? '');
    const priority = fields.get('priority');
    const serviceId = Number(/^service:(\d+)$/.exec(matter)?.[1]) || undefined;
    if (matter !== shown) {
      shown = matter;
      const service = services.find(({ id }) => id === serviceId) ?? null;
      render(
        <ServiceQuestions
          service={service}
          drafted={drafted}
          because={because}
          say={say}
          onInstead={choose}
        />,
        questions,
      );
    }
    const wanted = `${priority} ${serviceId}`;
    if (priority === null || wanted === asked) return;
    asked = wanted;
    const preview = await previewOf({ prioritySuggested: priority, serviceId });
    // A slower answer to an earlier choice must not be shown over a later one.
    if (wanted !== asked) return;
    if (preview === null) {
      asked = '';
      send.value = 'review';
      send.textContent = m.portal_new_review({}, say);
      render(<p class="promise-wait">{m.portal_preview_failed({}, say)}</p>, place);
      return;
    }
    render(<PromisePanel reader={reader} preview={preview} />, place);
    send.value = 'send';
    // I: what the firm suggests instead comes first.
    send.classList.toggle('primary', preview.scope !== 'out_of_scope');
    send.textContent =
      preview.scope === 'out_of_scope' ? m.portal_scope_send({}, say) : m.portal_new_send({}, say);
  };

  /** I: the service that the firm suggests in place of one that is out of scope. */
  function choose(serviceId: number): void {
    const matter = form.querySelector<HTMLSelectElement>('select[name="subjectMatter"]');
    if (matter === null) return;
    matter.value = `service:${serviceId}`;
    matter.focus();
    matter.dispatchEvent(new Event('change', { bubbles: true }));
  }

  form.addEventListener('change', () => void update());
  void update();
}

/** Null when it cannot be had now: the form then shows it on a page of its own before anything is sent. */
async function previewOf(body: object): Promise<TicketPreview | null> {
  try {
    const answer = await fetch('/api/v1/tickets/preview', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.ok ? ((await answer.json()) as TicketPreview) : null;
  } catch {
    return null;
  }
}
