import { afterAll, describe, expect, it } from 'vitest';
import { silentLog } from './log.ts';
import { startTelemetry } from './telemetry.ts';

const telemetry = startTelemetry(silentLog);
afterAll(() => telemetry.stop());

describe('telemetry', () => {
  it('counts by label and reads gauges when it is asked', () => {
    let queued = 1;
    telemetry.gauge('mails_queued', 'Mails that wait.', () => queued);
    telemetry.count('mails_taken', 'Mails taken in.', { outcome: 'ticket' });
    telemetry.count('mails_taken', 'Mails taken in.', { outcome: 'ticket' });
    telemetry.count('mails_taken', 'Mails taken in.', { outcome: 'say "no"\n' });
    queued = 7;
    const text = telemetry.render();
    expect(text).toContain('# TYPE atenta_mails_taken counter\n');
    expect(text).toContain('\natenta_mails_taken{outcome="ticket"} 2\n');
    expect(text).toContain('\natenta_mails_taken{outcome="say \\"no\\"\\n"} 1\n');
    expect(text).toContain('\natenta_mails_queued 7\n');
    expect(text).toMatch(/\natenta_process_resident_memory_bytes \d+\n/);
  });
});
