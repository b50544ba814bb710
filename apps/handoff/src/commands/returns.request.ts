import { faults } from '@baton/domain';
import type { Fault, ReturnDisposition } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { TextRequest } from './command.request.ts';

const returnDispositions: ReturnDisposition[] = ['nurtured', 'rejected'];

export class AcceptReturnRequest {
  @ApiProperty({ enum: returnDispositions, description: 'Whether the lead is nurtured or rejected' })
  @IsIn(returnDispositions)
  disposition!: ReturnDisposition;
}

export class ContestReturnRequest extends TextRequest {}

export class VerdictRequest extends TextRequest {
  @ApiProperty({
    enum: ['upheld', 'overturned'],
    description: '`upheld`: the return stands; `overturned`: the lead goes back to sales',
  })
  @IsIn(['upheld', 'overturned'])
  verdict!: 'upheld' | 'overturned';

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
