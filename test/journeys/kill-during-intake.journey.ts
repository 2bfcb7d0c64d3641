import { expect, test } from '@playwright/test';
import { killDuringIntake } from '../chaos/kill-during-intake.ts';

test('III: killed three times while mail pours in, the desk loses nothing and doubles nothing', async () => {
  test.setTimeout(180_000);
  const report = await killDuringIntake({ kills: 3, mails: 45 });
  expect(report.faults).toEqual([]);
  const { sent } = report;
  expect(sent).toBeGreaterThanOrEqual(45);
  expect(report).toMatchObject({ kills: 3, accepted: sent, rows: sent, tickets: sent });
});
