import { disputeVerdicts, faults, returnDispositions } from '@baton/domain';
import type { DisputeVerdict, Fault, ReturnDisposition } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { TextRequest } from './command.request.ts';

export class AcceptReturnRequest {
  @ApiProperty({
    enum: returnDispositions,
    description: 'Whether the lead is nurtured, rejected or passed to another team',
  })
  @IsIn(returnDispositions)
  disposition!: ReturnDisposition;

  @ApiPropertyOptional({ description: 'With `rerouted`: the team that the lead belongs to' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  toTeamId?: string;
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
    description: 'With `upheld`: whether the lead is nurtured, rejected or passed to another team',
  })
  @IsOptional()
  @IsIn(returnDispositions)
  disposition?: ReturnDisposition;

  @ApiPropertyOptional({ description: 'With `rerouted`: the team that the lead belongs to' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  toTeamId?: string;
}
