import { faults } from '@baton/domain';
import type { AfterReturn, Fault } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { WithText } from './command.dto.ts';

const afterReturn: AfterReturn[] = ['nurtured', 'rejected'];

export class AcceptReturnBody {
  @ApiProperty({ enum: afterReturn, description: 'What becomes of the lead' })
  @IsIn(afterReturn)
  lead!: AfterReturn;
}

export class ContestBody extends WithText {}

export class VerdictBody extends WithText {
  @ApiProperty({ enum: ['upheld', 'overturned'], description: 'Whether the return stands' })
  @IsIn(['upheld', 'overturned'])
  verdict!: 'upheld' | 'overturned';

  @ApiProperty({ enum: faults, description: 'Whose fault it was' })
  @IsIn(faults)
  fault!: Fault;

  @ApiPropertyOptional({ enum: afterReturn, default: 'nurtured', description: 'Upheld: what becomes of the lead' })
  @IsOptional()
  @IsIn(afterReturn)
  lead?: AfterReturn;
}
