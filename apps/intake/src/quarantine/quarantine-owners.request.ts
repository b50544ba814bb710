import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches, MaxLength } from 'class-validator';
import { quarantineOwnerRoles } from './quarantine-owners.ts';
import type { QuarantineOwnerRole } from './quarantine-owners.ts';

/** PostgreSQL cannot store null characters in text. */
const storable = { message: '$property must not be empty or contain a null character' };

export class QuarantineSourceRequest {
  @ApiProperty({ maxLength: 200, example: 'partner-crm', description: 'As `source` of the quarantined messages' })
  @Matches(/^(?=[^]*\S)[^\0]*$/, storable)
  @MaxLength(200)
  source!: string;
}

export class QuarantineOwnerRequest extends QuarantineSourceRequest {
  @ApiPropertyOptional({ enum: quarantineOwnerRoles, description: 'Instead of `personId`' })
  @IsOptional()
  @IsIn(quarantineOwnerRoles)
  role?: QuarantineOwnerRole;

  @ApiPropertyOptional({
    maxLength: 200,
    description: 'A person with the role marketer, ops or admin; instead of `role`',
  })
  @IsOptional()
  @Matches(/^(?=[^]*\S)[^\0]*$/, storable)
  @MaxLength(200)
  personId?: string;
}
