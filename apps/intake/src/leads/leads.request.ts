import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { CursorPageRequest } from '../paging/cursor-page.request.ts';
import { writtenTextKinds } from './lead-text.entity.ts';

export class LeadListRequest extends CursorPageRequest {
  @ApiPropertyOptional({ description: 'Only leads of this source' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  source?: string;
}

export class TextRequest {
  @ApiProperty({ enum: writtenTextKinds })
  @IsIn(writtenTextKinds)
  kind!: (typeof writtenTextKinds)[number];

  @ApiProperty({ maxLength: 20_000 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(20_000)
  // PostgreSQL cannot store null characters in text.
  @Matches(/^[^\0]*$/, { message: 'text must not contain null characters' })
  text!: string;

  @ApiProperty({ description: 'The id of the person who wrote the text' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  authorId!: string;
}

export class ContactRequest {
  @ApiProperty({ maxLength: 320, description: 'A phone number or an e-mail address, as the person wrote it' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  @Matches(/^[^\0]*$/, { message: 'value must not contain null characters' })
  value!: string;
}
