import { ApiProperty } from '@nestjs/swagger';
import type { CapturedSignal } from './submission.ts';

export class CapturedLeadResponse {
  @ApiProperty({ format: 'uuid', description: 'All signals of a person share this lead id' })
  leadId!: string;

  @ApiProperty({ format: 'uuid', description: 'The id of the signal that this request added' })
  signalId!: string;

  @ApiProperty({ description: 'Whether this request created the lead' })
  isNew!: boolean;

  @ApiProperty({ description: 'Where authorized callers can read the status of the lead' })
  statusUrl!: string;
}

export const capturedLeadResponse = (captured: CapturedSignal): CapturedLeadResponse => ({
  ...captured,
  statusUrl: `/leads/${captured.leadId}`,
});
