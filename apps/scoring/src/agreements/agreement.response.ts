import type { PublishedAgreement } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class AgreementResponse {
  @ApiProperty()
  version!: number;

  @ApiProperty()
  title!: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'The sources that this agreement is limited to. Absent if it applies to all other sources.',
  })
  sources?: string[];

  @ApiProperty({ format: 'date-time' })
  publishedAt!: string;

  @ApiProperty()
  publishedBy!: string;
}

export const agreementResponse = ({
  version,
  publishedAt,
  publishedBy,
  agreement: { title, sources },
}: PublishedAgreement): AgreementResponse => ({
  version,
  title,
  publishedAt,
  publishedBy,
  ...(sources && { sources }),
});
