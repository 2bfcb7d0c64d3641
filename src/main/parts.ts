import type { Part } from '../platform/part.ts';
import type { Runtime } from '../platform/runtime.ts';
import { mailPart } from './mail-part.ts';
import { metricsPart } from './metrics-part.ts';
import type { Role } from './settle-addresses.ts';
import { webPart } from './web-part.ts';
import { workerPart } from './worker-part.ts';

/**
 * The parts of each role, in the order of their start: what works first, the doors last. They stop in the opposite
 * order, so that nothing comes in while the rest ends what is under way.
 */
export function partsOf(role: Role, runtime: Runtime): readonly Part[] {
  const { metricsPort } = runtime.config;
  const watching = metricsPort === null ? [] : [metricsPart(runtime, metricsPort)];
  const parts = { worker: workerPart, mail: mailPart, web: webPart };
  if (role !== 'all') return [...watching, parts[role](runtime)];
  return [...watching, parts.worker(runtime), parts.mail(runtime), parts.web(runtime)];
}
