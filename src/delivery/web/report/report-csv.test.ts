import { expect, it } from 'vitest';
import type { Report } from '../contract/report.ts';
import { reportCsv } from './report-csv.ts';

const report: Report = {
  from: '2026-10',
  to: '2026-11',
  summarisedAt: null,
  requests: 3,
  attainment: [
    {
      ...{ clock: 'resolution', month: null, priority: 'p1', met: 2, breached: 1, byChange: 0 },
      ...{ running: 0, none: 0, cancelled: 0, percent: 66 },
    },
  ],
  weeks: [{ week: '2026-10-05', registered: 3, resolved: 2, ended: 0 }],
  time: [{ reason: 'waiting', clause: 'VIII.b', minutes: 600, permille: 400 }],
};

it('one number a line, with what it is of; separated as the language’s spreadsheets expect', () => {
  const lines = reportCsv(report, 'es').split('\r\n');
  expect(lines[0]).toBe('\uFEFFTabla;Período;Reloj;Prioridad;Qué;Cláusula;Valor');
  expect(lines).toContain('attainment;2026-10_2026-11;resolution;p1;percent;VII;66');
  expect(lines).toContain('weeks;2026-10-05;;;resolved;;2');
  expect(lines).toContain('minutes;2026-10_2026-11;resolution;;waiting;VIII.b;600');
  expect(reportCsv(report, 'en')).toContain('weeks,2026-10-05,,,resolved,,2\r\n');
});
