import type { Acting } from '../people/index.ts';

/** Somebody of the desk who keeps things for itself, or for everybody. */
export interface DeskWriter {
  readonly personId: number;
  /** What is for the whole desk is supervision's to change. */
  readonly supervises: boolean;
  readonly acting: Acting;
}
