import { expect, it } from 'vitest';
import { definitionOf, draftOf, withImported } from './calendar-draft.ts';

it('the first calendar begins with office hours in the firm’s own zone', () => {
  const draft = draftOf(null, 'America/Caracas', 'Horario');
  expect(draft).toMatchObject({ name: 'Horario', timeZone: 'America/Caracas', always: false });
  expect(definitionOf(draft)).toMatchObject({
    kind: 'hours',
    week: {
      monday: [
        { from: '08:00', to: '12:00' },
        { from: '13:00', to: '17:00' },
      ],
    },
  });
  expect(definitionOf(draft)).not.toHaveProperty('week.sunday');
});

it('what a calendar says comes back as it was, days of other programs too', () => {
  const definition = {
    kind: 'hours',
    timeZone: 'UTC',
    week: { friday: [{ from: '18:00', to: '24:00' }] },
    holidays: [{ date: '2026-01-01', name: 'Año Nuevo' }],
    shifts: { '2026-03-09': [{ from: '10:00', to: '11:00' }] },
    breaks: {},
  } as const;
  const calendar = {
    id: 1,
    name: 'Guardia',
    version: 4,
    versions: [],
    rollout: null,
    definition: structuredClone(definition) as never,
  };
  expect(definitionOf(draftOf(calendar, 'America/Caracas', ''))).toEqual(definition);
  expect(definitionOf({ ...draftOf(calendar, 'UTC', ''), always: true })).toEqual({
    kind: 'always',
    timeZone: 'UTC',
  });
});

it('importing adds only days that are not there, and keeps the names that people gave', () => {
  const own = [{ date: '2026-04-19', name: 'Aniversario' }];
  const imported = [
    { date: '2026-04-19', name: 'Declaración de la Independencia' },
    { date: '2026-01-01', name: 'Año Nuevo' },
  ];
  expect(withImported(own, imported)).toEqual({
    added: 1,
    holidays: [imported[1], own[0]],
  });
  expect(withImported(withImported(own, imported).holidays, imported).added).toBe(0);
});
