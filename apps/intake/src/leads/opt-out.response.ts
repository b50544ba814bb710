import { ApiProperty } from '@nestjs/swagger';

export class OptOutResponse {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;

  @ApiProperty({ format: 'date-time' })
  optedOutAt!: string;

  @ApiProperty({ type: [String], description: 'Other leads of the same person, which are opted out too' })
  alsoOptedOutLeadIds!: string[];
}
