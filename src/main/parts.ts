import type { Part } from '../platform/part.ts';
import type { Runtime } from '../platform/runtime.ts';
import { bareWebPart } from './bare-web-part.ts';
import type { Role } from './settle-addresses.ts';

/**
 * The parts of each role, in the order of their start: what works first, the doors last. They stop in the opposite
 * order, so that nothing comes in while the rest ends what is under way.
 */
export function partsOf(role: Role, runtime: Runtime): readonly Part[] {
  const worker: Part[] = [];
  const mail: Part[] = [];
  const web: Part[] = [bareWebPart(runtime)];
  if (role === 'all') return [...worker, ...mail, ...web];
  return { web, worker, mail }[role];
}
