import { attentionRoles } from '@baton/domain';
import type { AttentionOwner, AttentionRole } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class QuarantineOwnerResponse {
  @ApiPropertyOptional({ enum: attentionRoles })
  role?: AttentionRole;

  @ApiPropertyOptional()
  personId?: string;
}

export class SourceOwnerResponse {
  @ApiProperty({ example: 'partner-crm' })
  source!: string;

  @ApiProperty({ type: QuarantineOwnerResponse })
  owner!: AttentionOwner;
}

export class SourceOwnersResponse {
  @ApiProperty({ type: [SourceOwnerResponse] })
  owners!: SourceOwnerResponse[];
}
