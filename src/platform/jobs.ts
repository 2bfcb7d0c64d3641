// Owns work that is done later: what a job is, how it is enqueued with a transaction, and who runs it.
export { cancelJob, type EnqueueOptions, enqueue } from './jobs/enqueue.ts';
export { type Event, emit, onEvent } from './jobs/event.ts';
export {
  defineJob,
  handleJob,
  type Job,
  type JobContext,
  type JobHandler,
  type RecurringJob,
} from './jobs/job.ts';
export { type JobRunner, type RunJobsOptions, runJobs } from './jobs/run-jobs.ts';
export { runWaitingJobs } from './jobs/run-waiting-jobs.ts';
