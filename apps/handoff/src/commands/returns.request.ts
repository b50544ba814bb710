import { disputeVerdicts, faults, returnDispositions } from '@baton/domain';
import type { DisputeVerdict, Fault, ReturnDisposition } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { TextRequest } from './command.request.ts';

export class AcceptReturnRequest {
  @ApiProperty({ enum: returnDispositions, description: 'Whether the lead is nurtured or rejected' })
  @IsIn(returnDispositions)
  disposition!: ReturnDisposition;
}

export class ContestReturnRequest extends TextRequest {}

export class VerdictRequest extends TextRequest {
  @ApiProperty({
    enum: disputeVerdicts,
    description: '`upheld`: the lead stays returned; `overturned`: it goes back to sales',
  })
  @IsIn(disputeVerdicts)
  verdict!: DisputeVerdict;

  @ApiProperty({ enum: faults, description: 'Who is to blame for the return' })
  @IsIn(faults)
  fault!: Fault;

  @ApiPropertyOptional({
    enum: returnDispositions,
    default: 'nurtured',
    description: 'With `upheld`: whether the lead is nurtured or rejected',
  })
  @IsOptional()
  @IsIn(returnDispositions)
  disposition?: ReturnDisposition;
}
