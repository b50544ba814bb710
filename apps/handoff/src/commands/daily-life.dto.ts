import { IsMoment, IsNested, IsNestedList } from '@baton/service';
import type { ReachableBy, TouchChannel } from '@baton/domain';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsIn } from 'class-validator';
import { channels, EvidenceBody, QualifyingAnswerBody, WithText } from './command.dto.ts';

class WithEvidence {
  @ApiProperty({ type: EvidenceBody })
  @IsNested(() => EvidenceBody)
  evidence!: EvidenceBody;
}

export class NextStepBody extends IntersectionType(WithEvidence, WithText) {
  @ApiProperty({ description: 'The moment that the lead asked for, ISO 8601' })
  @IsMoment()
  moment!: string;
}

export class LeadAnsweredBody extends WithEvidence {
  @ApiProperty({ enum: channels })
  @IsIn(channels)
  channel!: TouchChannel;
}

export class OptOutBody extends WithEvidence {}

export class ContactCorrectedBody {
  @ApiProperty({ enum: ['phone', 'email'], description: 'What was wrong and is now right; intake keeps the address' })
  @IsIn(['phone', 'email'])
  reachableBy!: ReachableBy;
}

export class AnswersBody {
  @ApiProperty({ type: [QualifyingAnswerBody] })
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsNestedList(() => QualifyingAnswerBody)
  answers!: QualifyingAnswerBody[];
}
