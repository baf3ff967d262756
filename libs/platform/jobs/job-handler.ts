import { SetMetadata } from '@nestjs/common';

export interface JobContext {
  jobId: string;
  attempt: number;
  /** Shown to whoever waits; also keeps the lease alive. */
  progress(done: number, total?: number): Promise<void>;
}

/**
 * Runs one kind of job by calling one method of a lib. At least once: a handler must be idempotent,
 * because a worker may die after the work and before the row says so.
 */
export interface JobHandler<P = Record<string, unknown>> {
  run(payload: P, context: JobContext): Promise<void>;
}

/**
 * `prompt`: somebody holds a phone and waits for it; it overtakes everything. `patient`: it comes by the thousand and
 * nobody waits for a single one; everything overtakes it.
 */
export type JobUrgency = 'prompt' | 'normal' | 'patient';

export interface JobMark {
  kind: string;
  urgency: JobUrgency;
}

export const JOB_MARK = 'hvs:job';

/** Names the kind of job a provider handles; the worker finds it by this mark. */
export const Handles = (kind: string, urgency: JobUrgency = 'normal') =>
  SetMetadata<string, JobMark>(JOB_MARK, { kind, urgency });

/** A failure that another try cannot mend: the job fails at once. */
export class PermanentJobError extends Error {}
