import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsObject } from 'class-validator';
import { AUDIO_FORMATS, type AudioFormat } from '#libs/catalogue';
import { Choice, Text, Whole } from '../openapi/fields.js';

export class RecordingQuery {
  @Choice(['true'], { description: 'Xác nhận người đọc đồng ý cho dùng giọng của mình' })
  @IsIn(['true'], { message: 'narration.speaker' })
  speakerAgrees: 'true';
}

/** As the readers of both kinds of body hand it over. */
export class RecordingBody {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'MP3 hoặc M4A (AAC), đến 10 MB và 15 phút. Với audio/…, thân yêu cầu chính là nội dung tệp.',
  })
  @IsObject({ message: 'narration.file-missing' })
  file: { data: Buffer };
}

export class RecordingResponse {
  @Text({ description: 'SHA-256 của tệp như được phát: bỏ ảnh bìa và thông tin kèm theo' }) sha256: string;
  @Choice(AUDIO_FORMATS) format: AudioFormat;
  @Whole() seconds: number;
  @Whole() bytes: number;
}
