import { FAULTS, type AfterReturn, type Fault } from '@baton/domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { WithText } from './command.dto.ts';

const AFTER_RETURN: AfterReturn[] = ['nurtured', 'rejected'];

export class AcceptReturnBody {
  @ApiProperty({ enum: AFTER_RETURN, description: 'What becomes of the lead' })
  @IsIn(AFTER_RETURN)
  lead!: AfterReturn;
}

export class ContestBody extends WithText {}

export class VerdictBody extends WithText {
  @ApiProperty({ enum: ['upheld', 'overturned'], description: 'Whether the return stands' })
  @IsIn(['upheld', 'overturned'])
  verdict!: 'upheld' | 'overturned';

  @ApiProperty({ enum: FAULTS, description: 'Whose fault it was' })
  @IsIn(FAULTS)
  fault!: Fault;

  @ApiPropertyOptional({ enum: AFTER_RETURN, default: 'nurtured', description: 'Upheld: what becomes of the lead' })
  @IsOptional()
  @IsIn(AFTER_RETURN)
  lead?: AfterReturn;
}
