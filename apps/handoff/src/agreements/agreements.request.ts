import { PageRequest } from '@baton/service';
import { languages } from '@baton/wording';
import type { Language } from '@baton/wording';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const LARGEST_VERSION = 2_147_483_647;
const SUPERSEDES_DESCRIPTION =
  'The version whose place it takes, as it was seen: what was published since `basedOnVersion` may be undone';
const COMMENT_DESCRIPTION = 'Why, for those who read the history; nothing about persons';

export class AgreementDraftsQuery extends PageRequest {
  @ApiPropertyOptional({ enum: ['open', 'published'], default: 'open' })
  @IsIn(['open', 'published'])
  state: 'open' | 'published' = 'open';
}

export class LanguageQuery {
  @ApiPropertyOptional({ enum: languages, default: 'en' })
  @IsIn(languages)
  language: Language = 'en';
}

export class FormatQuery {
  @ApiPropertyOptional({ enum: ['json', 'yaml'], description: 'Else what Accept asks for' })
  @IsOptional()
  @IsIn(['json', 'yaml'])
  format?: 'json' | 'yaml';
}

/** What is told of an agreement beside its text; in a JSON body these stand beside `text`. */
export class BasedOnQuery {
  @ApiPropertyOptional({ description: 'The version that it was made from' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_VERSION)
  basedOnVersion?: number;
}

export class AgreementDraftQuery extends BasedOnQuery {
  @ApiPropertyOptional({ description: 'Else the title of the agreement' })
  @IsOptional()
  @IsString()
  @Matches(/\S/)
  @MaxLength(200)
  title?: string;
}

export class PublishAgreementQuery extends BasedOnQuery {
  @ApiPropertyOptional({ description: COMMENT_DESCRIPTION })
  @IsOptional()
  @IsString()
  @Matches(/\S/, { message: 'say why' })
  @MaxLength(500)
  comment?: string;

  @ApiPropertyOptional({ description: SUPERSEDES_DESCRIPTION })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_VERSION)
  supersedes?: number;

  @ApiPropertyOptional({ enum: languages, default: 'en', description: 'In which to say what would be undone' })
  @IsIn(languages)
  language: Language = 'en';
}

export class RollbackRequest {
  @ApiProperty({ description: COMMENT_DESCRIPTION })
  @IsString()
  @Matches(/\S/, { message: 'say why' })
  @MaxLength(500)
  comment!: string;
}

export class PublishDraftRequest extends RollbackRequest {
  @ApiPropertyOptional({ description: 'The revision that was seen; else If-Match' })
  @IsOptional()
  @IsInt()
  @Min(1)
  revision?: number;

  @ApiPropertyOptional({ description: SUPERSEDES_DESCRIPTION })
  @IsOptional()
  @IsInt()
  @Min(1)
  supersedes?: number;
}
