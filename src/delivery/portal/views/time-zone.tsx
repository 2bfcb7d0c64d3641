import * as m from '../../ui/words/generated/messages.js';
import type { PageContext } from '../page-context.ts';
import { Field, Option } from './elements.tsx';

/** Every zone of the database, grouped by region, the Americas first: that is where the customers are. */
export const TimeZoneField = ({
  context: { say },
  timeZone,
}: {
  readonly context: PageContext;
  readonly timeZone: string;
}) => (
  <Field id="timeZone" label={m.portal_time_zone({}, say)} hint={m.portal_time_zone_hint({}, say)}>
    {(described) => (
      <select {...described} name="timeZone">
        {regions().map(([region, zones]) => (
          <optgroup key={region} label={region}>
            {zones.map((zone) => (
              <Option key={zone} value={zone} chosen={timeZone}>
                {zone.slice(region.length + 1).replaceAll('_', ' ') || zone}
              </Option>
            ))}
          </optgroup>
        ))}
      </select>
    )}
  </Field>
);

function regions(): readonly (readonly [string, readonly string[]])[] {
  const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];
  const byRegion = Object.groupBy(zones, (zone) => zone.split('/')[0] ?? zone);
  const first = (region: string) => (region === 'America' ? 0 : region === 'Europe' ? 1 : 2);
  return Object.entries(byRegion)
    .map(([region, members]) => [region, members ?? []] as const)
    .toSorted(([a], [b]) => first(a) - first(b) || a.localeCompare(b));
}
