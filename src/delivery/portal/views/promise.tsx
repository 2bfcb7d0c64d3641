import { formatCount, formatTarget, formatUnits, type Reader } from '../../ui/format.ts';
import { iconCircleAlert, iconCircleCheck } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Condition, TicketPreview } from '../../web/contract.ts';
import { Icon } from './icon.tsx';

interface PromiseProps {
  readonly reader: Pick<Reader, 'language'>;
  readonly preview: TicketPreview;
}

/** What the desk would promise and what it would cost: the same on the page and in the browser while one writes. */
export const PromisePanel = ({ reader, preview }: PromiseProps) => {
  const say = { locale: reader.language };
  return (
    <div class="promise">
      <h2>{m.portal_preview_title({}, say)}</h2>
      {preview.scope === 'support' ? (
        <>
          <Times reader={reader} preview={preview} />
          <Cost reader={reader} preview={preview} />
        </>
      ) : (
        <p class="promise-scope">
          {preview.scope === 'project'
            ? m.portal_preview_project({}, say)
            : m.portal_preview_out_of_scope({}, say)}{' '}
          <Cite id="I" say={say} />
        </p>
      )}
      {preview.wouldBeAdmitted || preview.scope === 'out_of_scope' ? null : (
        <div class="promise-held">
          <p class="notice-title">{m.portal_preview_held({}, say)}</p>
          <Conditions conditions={preview.conditions} say={say} remedies={['terms']} />
        </div>
      )}
    </div>
  );
};

const Times = ({ reader, preview }: PromiseProps) => {
  const say = { locale: reader.language };
  const { firstResponseMinutes, resolutionMinutes, hours } = preview.promise;
  if (firstResponseMinutes === null && resolutionMinutes === null) {
    return (
      <p class="promise-scope">
        {m.portal_preview_agreed({}, say)} <Cite id="VI.e" say={say} />
      </p>
    );
  }
  return (
    <>
      <dl class="promise-times">
        {firstResponseMinutes === null ? null : (
          <div>
            <dt>{m.common_clock_first_response({}, say)}</dt>
            <dd>{formatTarget(firstResponseMinutes)}</dd>
          </div>
        )}
        {resolutionMinutes === null ? null : (
          <div>
            <dt>{m.common_clock_resolution({}, say)}</dt>
            <dd>{formatTarget(resolutionMinutes)}</dd>
          </div>
        )}
      </dl>
      <p class="promise-hours">
        {m.portal_preview_hours(
          {
            hours:
              hours === 'calendar'
                ? m.common_hours_calendar({}, say)
                : m.common_hours_service({}, say),
          },
          say,
        )}{' '}
        <Cite id="VII" say={say} />
      </p>
    </>
  );
};

const Cost = ({ reader: { language }, preview }: PromiseProps) => {
  const say = { locale: language };
  return (
    <div class="promise-cost">
      <p>
        {m.portal_preview_cost(
          {
            minimum: formatUnits(preview.unitsMin, language),
            covered: formatTarget(preview.unitsMin * preview.minutesPerUnit),
            span: formatTarget(preview.minutesPerUnit),
          },
          say,
        )}{' '}
        <Cite id="T3" say={say} /> <Cite id="T4" say={say} />
      </p>
      <p class="promise-balance">
        <span>{m.portal_preview_balance({}, say)}</span>
        <span>
          {formatCount(preview.availableUnits, language)}
          <span aria-hidden="true"> → </span>
          <span class="visually-hidden">{m.portal_preview_balance_after({}, say)}</span>
          <strong>{formatUnits(preview.availableUnitsAfter, language)}</strong>
        </span>
      </p>
    </div>
  );
};

interface ConditionsProps {
  readonly conditions: readonly Condition[];
  readonly say: { readonly locale: Reader['language'] };
  /** What this reader can do about it here; a colleague's terms are not theirs to accept. */
  readonly remedies?: readonly Condition['key'][];
}

/** Every condition of admission with the ones that fail first: what is missing and what to do (II, T1, T7). */
export const Conditions = ({ conditions, say, remedies = [] }: ConditionsProps) => (
  <ul class="conditions">
    {conditions
      .toSorted((a, b) => Number(a.met) - Number(b.met))
      .map((condition) => (
        <li key={condition.key} class={condition.met ? 'met' : 'unmet'}>
          <Icon shape={condition.met ? iconCircleCheck : iconCircleAlert} />
          <div>
            <p>
              <span class="visually-hidden">
                {condition.met
                  ? m.portal_condition_met({}, say)
                  : m.portal_condition_unmet({}, say)}
              </span>
              {condition.words}
            </p>
            <p>
              <Cite id={condition.clause} say={say} />
              {!condition.met && remedies.includes(condition.key) ? (
                <Remedy condition={condition.key} say={say} />
              ) : null}
            </p>
          </div>
        </li>
      ))}
  </ul>
);

const Remedy = ({
  condition,
  say,
}: {
  readonly condition: string;
  readonly say: ConditionsProps['say'];
}) => {
  switch (condition) {
    case 'terms':
      return (
        <a class="act" href={paths.terms}>
          {m.portal_terms_reminder_act({}, say)}
        </a>
      );
    case 'contact':
      return (
        <a class="act" href={paths.people}>
          {m.portal_people_title({}, say)}
        </a>
      );
    default:
      return null;
  }
};

const Cite = ({ id, say }: { id: string; say: { readonly locale: Reader['language'] } }) => (
  <a class="clause" href={paths.clause(id)}>
    {m.common_clause({ id }, say)}
  </a>
);
