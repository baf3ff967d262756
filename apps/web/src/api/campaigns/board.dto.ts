import { Decimal, Id, Many, Moment, One, Text, Whole } from '../openapi/fields.js';
import { CampaignResponse } from './figures.dto.js';

export class BoardRowResponse {
  @Id() unitId: string;
  @Text() code: string;
  @Text() name: string;
  @Whole({ description: '0 là tỉnh' }) level: number;
  @Text({ description: 'all hoặc citizen' }) line: string;
  @Whole({ description: 'Làm tròn xuống bội số của 5' }) onRoster: number;
  @Whole({ description: 'Làm tròn xuống bội số của 5' }) completed: number;
  @Whole({ nullable: true, description: 'Phần mười phần trăm, tính từ các số đã làm tròn' }) tenths: number | null;
  @Decimal({ nullable: true }) goalPercent: number | null;
}

export class BoardResponse {
  @One(() => CampaignResponse) campaign: CampaignResponse;
  @Moment() countedAt: Date;
  @Many(() => BoardRowResponse) rows: BoardRowResponse[];
}
