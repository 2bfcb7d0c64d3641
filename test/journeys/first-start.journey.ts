import { expect, test } from '@playwright/test';
import { atenta } from '../support/journey-desk.ts';

test('the desk that was started is ready, and its command line knows it', async ({ request }) => {
  expect((await request.get('/healthz')).status()).toBe(200);
  expect((await request.get('/readyz')).status()).toBe(200);
  const report = await atenta('doctor');
  expect(report).toMatch(/good {2}the schema is the newest/);
});
