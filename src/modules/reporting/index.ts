// Owns what is asked about the past: what requests came to, and what they would have come to under other terms.
export { runWhatIfJob } from './jobs.ts';
export type { Compared, WhatIf, WhatIfResult } from './model.ts';
export { runWhatIf } from './run-what-if.ts';
export { cancelWhatIf, startWhatIf, type WhatIfQuestion } from './start-what-if.ts';
export { selectWhatIf as readWhatIf, selectWhatIfs as listWhatIfs } from './store.ts';
