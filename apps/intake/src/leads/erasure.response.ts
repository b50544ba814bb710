import { ApiProperty } from '@nestjs/swagger';

export class ErasureResponse {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;

  @ApiProperty({ format: 'date-time' })
  erasedAt!: string;

  @ApiProperty({ description: 'The number of rows erased, by kind', example: { person: 1, texts: 2 } })
  erased!: Record<string, number>;

  @ApiProperty({ description: 'Other leads of the same person, erased together with this one', type: [String] })
  alsoErasedLeadIds!: string[];

  @ApiProperty({
    description: 'Leads that may be the same person and were not erased. Check them, and erase them separately.',
    type: [String],
  })
  likelyDuplicateLeadIds!: string[];
}
