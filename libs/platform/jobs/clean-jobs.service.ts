import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Handles, type JobHandler } from './job-handler.js';

/** Removes jobs that ended well more than a week ago; failed ones stay until an operator has looked at them. */
@Injectable()
@Handles('job.clean')
export class CleanJobs implements JobHandler {
  constructor(private readonly dataSource: DataSource) {}

  async run(): Promise<void> {
    await this.dataSource.query(`DELETE FROM job WHERE done_at < now() - interval '7 days'`);
  }
}
