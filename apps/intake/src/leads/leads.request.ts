import { Numeric } from '@baton/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { writtenTextKinds } from './lead-text.entity.ts';

export class LeadListRequest {
  @ApiPropertyOptional({ description: 'Only leads of this source' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  source?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Numeric()
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string;
}

/** What somebody wrote about the person. */
export class TextRequest {
  @ApiProperty({ enum: writtenTextKinds })
  @IsIn(writtenTextKinds)
  kind!: (typeof writtenTextKinds)[number];

  @ApiProperty({ maxLength: 20_000 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(20_000)
  // PostgreSQL holds no zero character.
  @Matches(/^[^\0]*$/, { message: 'text must not contain a zero character' })
  text!: string;

  @ApiProperty({ description: 'The id of who wrote it' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  authorId!: string;
}

export class ErasureResponse {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;

  @ApiProperty({ format: 'date-time' })
  erasedAt!: string;

  @ApiProperty({ description: 'How many rows of each kind went', example: { person: 1, texts: 2 } })
  erased!: Record<string, number>;

  @ApiProperty({ description: 'Other leads of the same person, which went with it', type: [String] })
  alsoErasedLeadIds!: string[];
}
