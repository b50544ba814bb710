import { IsMoment, IsNested, IsNestedList } from '@baton/service';
import type { ContactMethod, TouchChannel } from '@baton/domain';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsIn } from 'class-validator';
import { touchChannels, EvidenceRequest, QualifyingAnswerRequest, TextRequest } from './command.request.ts';

class EvidencedRequest {
  @ApiProperty({ type: EvidenceRequest })
  @IsNested(() => EvidenceRequest)
  evidence!: EvidenceRequest;
}

export class NextStepRequest extends IntersectionType(EvidencedRequest, TextRequest) {
  @ApiProperty({ description: 'The moment that the lead asked for, ISO 8601' })
  @IsMoment()
  nextStepAt!: string;
}

export class LeadRepliedRequest extends EvidencedRequest {
  @ApiProperty({ enum: touchChannels })
  @IsIn(touchChannels)
  channel!: TouchChannel;
}

export class OptOutRequest extends EvidencedRequest {}

export class CorrectContactRequest {
  @ApiProperty({ enum: ['phone', 'email'], description: 'What was wrong and is now right; intake keeps the address' })
  @IsIn(['phone', 'email'])
  contactMethod!: ContactMethod;
}

export class AnswerQuestionsRequest {
  @ApiProperty({ type: [QualifyingAnswerRequest] })
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsNestedList(() => QualifyingAnswerRequest)
  answers!: QualifyingAnswerRequest[];
}
