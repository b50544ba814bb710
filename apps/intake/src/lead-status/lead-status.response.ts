import { verdicts } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import type { LeadStatusEntity } from './lead-status.entity.ts';

const leadStatuses = ['captured', ...verdicts, 'handoff', 'ended'] as const;

export class LeadStatusResponse {
  @ApiProperty({
    enum: leadStatuses,
    description:
      '`captured`: not judged yet. `mql`: judged, the handoff has not started yet. `handoff` and `ended`: see `stage` and `ending`.',
  })
  status!: (typeof leadStatuses)[number];

  @ApiPropertyOptional({ enum: verdicts })
  verdict?: string;

  @ApiPropertyOptional()
  handoffId?: string;

  @ApiPropertyOptional({ example: 'awaiting-acceptance' })
  stage?: string;

  @ApiPropertyOptional({ description: 'How the handoff ended' })
  ending?: string;

  @ApiPropertyOptional()
  ownerId?: string;

  @ApiPropertyOptional()
  teamId?: string;
}

export function leadStatusResponse(entity: LeadStatusEntity | null | undefined): LeadStatusResponse {
  const { verdict, handoff } = entity ?? {};
  return omitUndefined({
    status: statusOf(entity),
    verdict: verdict ?? undefined,
    handoffId: handoff?.handoffId,
    stage: handoff?.stage,
    ending: handoff?.ending,
    ownerId: handoff?.ownerId ?? undefined,
    teamId: handoff?.teamId ?? undefined,
  });
}

function statusOf(entity: LeadStatusEntity | null | undefined): LeadStatusResponse['status'] {
  if (!entity?.handoff) return entity?.verdict ?? 'captured';
  return entity.handoff.stage === 'ended' ? 'ended' : 'handoff';
}
