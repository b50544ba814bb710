import { PageRequest } from '@baton/service';
import { languages } from '@baton/wording';
import type { Language } from '@baton/wording';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const LARGEST_VERSION = 2_147_483_647;
const SUPERSEDES_DESCRIPTION =
  'The latest version that you have read. Allows undoing what was published since `basedOnVersion`';
const COMMENT_DESCRIPTION = 'The reason, shown in the history; no personal data';

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
  @ApiPropertyOptional({ enum: ['json', 'yaml'], description: 'By default the format that the Accept header asks for' })
  @IsOptional()
  @IsIn(['json', 'yaml'])
  format?: 'json' | 'yaml';
}

/** The options as query parameters, for a body that is only the agreement. A JSON body can contain them instead. */
export class BasedOnQuery {
  @ApiPropertyOptional({ description: 'The version that the text is based on' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_VERSION)
  basedOnVersion?: number;
}

export class AgreementDraftQuery extends BasedOnQuery {
  @ApiPropertyOptional({ description: 'By default the title of the agreement' })
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
  @Matches(/\S/, { message: '$property must say why' })
  @MaxLength(500)
  comment?: string;

  @ApiPropertyOptional({ description: SUPERSEDES_DESCRIPTION })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_VERSION)
  supersedes?: number;

  @ApiPropertyOptional({
    enum: languages,
    default: 'en',
    description: 'Language in which a 409 describes what would be undone',
  })
  @IsIn(languages)
  language: Language = 'en';
}

export class RollbackRequest {
  @ApiProperty({ description: COMMENT_DESCRIPTION })
  @IsString()
  @Matches(/\S/, { message: '$property must say why' })
  @MaxLength(500)
  comment!: string;
}

export class PublishDraftRequest extends RollbackRequest {
  @ApiPropertyOptional({ description: 'The revision that you read; or use If-Match' })
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
