import { IsIn, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { RevisionForm } from './studio.forms.js';

export class NarrationForm extends RevisionForm {
  /** As the reader of multipart forms hands it over; empty when no file was chosen. */
  @IsOptional()
  @IsObject({ message: 'narration.file-missing' })
  file?: { fileName: string; data: Buffer };

  @IsOptional()
  @IsString({ message: 'narration.transcript-too-long' })
  @MaxLength(20_000, { message: 'narration.transcript-too-long' })
  transcript?: string;

  @IsOptional()
  @IsIn(['yes'], { message: 'narration.speaker' })
  speakerAgrees?: 'yes';

  /** The text was changed and somebody listened again: it still says the same. */
  @IsOptional()
  @IsIn(['yes'], { message: 'form.invalid' })
  stillFits?: 'yes';
}
