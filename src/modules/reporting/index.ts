// Owns what is asked about the past: what requests came to, and what they would have come to under other terms.
export { runWhatIfJob } from './jobs.ts';
export type { Compared, WhatIf, WhatIfResult } from './model.ts';
export type { Report, ReportQuestion } from './report/model.ts';
export { readReport } from './report/read-report.ts';
export { monthsUntil, reportSpan } from './report/report-span.ts';
export { summariseRequests } from './report/summarise-requests.ts';
export { runWhatIf } from './run-what-if.ts';
export { cancelWhatIf, startWhatIf, type WhatIfQuestion } from './start-what-if.ts';
export { selectWhatIf as readWhatIf, selectWhatIfs as listWhatIfs } from './store.ts';
