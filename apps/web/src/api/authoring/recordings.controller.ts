import { Body, Delete, Param, Post, Query } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import { Recordings } from '#libs/catalogue';
import type { Actor } from '#libs/identity';
import { invalid } from '#libs/platform';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { Operation } from '../openapi/operation.js';
import { RecordingBody, RecordingQuery, RecordingResponse } from './recordings.dto.js';

/** Sound files for lessons; which page has which is said by saving the draft. */
@ApiArea('authoring')
export class RecordingsApi {
  constructor(private readonly recordings: Recordings) {}

  @Post('recordings')
  @ApiConsumes('multipart/form-data', 'audio/mpeg', 'audio/mp4', 'audio/aac')
  @Operation('recordings.add', 'course.write', { ok: RecordingResponse, status: 201, problems: [413, 422] })
  async add(
    @CurrentActor() actor: Actor,
    @Query() { speakerAgrees }: RecordingQuery,
    @Body() { file }: RecordingBody,
  ): Promise<RecordingResponse> {
    if (!Buffer.isBuffer(file.data)) throw invalid('narration.file-missing', { file: 'narration.file-missing' });
    return this.recordings.add(actor, file.data, speakerAgrees === 'true');
  }

  @Delete('recordings/:sha256')
  @Operation('recordings.withdraw', 'course.write', { problems: [404] })
  async withdraw(@CurrentActor() actor: Actor, @Param('sha256') sha256: string): Promise<void> {
    await this.recordings.withdraw(actor, sha256);
  }
}
