import { faults } from '@baton/domain';
import type { ReturnDisposition, Fault } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { TextRequest } from './command.request.ts';

const returnDispositions: ReturnDisposition[] = ['nurtured', 'rejected'];

export class AcceptReturnRequest {
  @ApiProperty({ enum: returnDispositions, description: 'What becomes of the lead' })
  @IsIn(returnDispositions)
  disposition!: ReturnDisposition;
}

export class ContestReturnRequest extends TextRequest {}

export class VerdictRequest extends TextRequest {
  @ApiProperty({ enum: ['upheld', 'overturned'], description: 'Whether the return stands' })
  @IsIn(['upheld', 'overturned'])
  verdict!: 'upheld' | 'overturned';

  @ApiProperty({ enum: faults, description: 'Whose fault it was' })
  @IsIn(faults)
  fault!: Fault;

  @ApiPropertyOptional({
    enum: returnDispositions,
    default: 'nurtured',
    description: 'Upheld: what becomes of the lead',
  })
  @IsOptional()
  @IsIn(returnDispositions)
  disposition?: ReturnDisposition;
}
