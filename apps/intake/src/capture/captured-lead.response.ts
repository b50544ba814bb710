import type { FieldProblem } from '@baton/service';
import { ApiProperty } from '@nestjs/swagger';
import type { CapturedSignal } from './submission.ts';

/** What was ignored, cut off or read by a guess. It never repeats the value. */
export class FieldRemarkResponse implements FieldProblem {
  @ApiProperty({ example: 'phone' })
  field!: string;

  @ApiProperty({ example: 'invalid' })
  code!: string;

  @ApiProperty({ example: 'is not a phone number; it contains U+041E at position 16' })
  message!: string;
}

export class CapturedLeadResponse {
  @ApiProperty({ format: 'uuid', description: 'All signals of a person share this lead id' })
  leadId!: string;

  @ApiProperty({ format: 'uuid', description: 'The id of the signal that this request added' })
  signalId!: string;

  @ApiProperty({ description: 'Whether this request created the lead' })
  isNew!: boolean;

  @ApiProperty({ description: 'Where authorized callers can read the status of the lead' })
  statusUrl!: string;

  @ApiProperty({
    type: [FieldRemarkResponse],
    description: 'Fields that were ignored, cut off or read by a guess. The lead is captured without or with them.',
  })
  remarks!: FieldRemarkResponse[];
}

export const capturedLeadResponse = (
  captured: CapturedSignal,
  remarks: readonly FieldProblem[],
): CapturedLeadResponse => ({
  ...captured,
  statusUrl: `/leads/${captured.leadId}`,
  remarks: remarks.map(({ field, code, message }) => ({ field, code, message })),
});
