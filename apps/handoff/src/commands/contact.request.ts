import { contactMethods, touchChannels } from '@baton/domain';
import type { ContactMethod, TouchChannel } from '@baton/domain';
import { IsMoment, IsNested, IsNestedList } from '@baton/service';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsIn } from 'class-validator';
import { EvidenceRequest, IsAutomatic, IsContact, QualifyingAnswerRequest, TextRequest } from './command.request.ts';

class EvidencedRequest {
  @ApiProperty({ type: EvidenceRequest })
  @IsNested(() => EvidenceRequest)
  evidence!: EvidenceRequest;
}

export class NextStepRequest extends IntersectionType(EvidencedRequest, TextRequest) {
  @ApiProperty({ description: 'When the lead asked to be contacted, ISO 8601' })
  @IsMoment()
  nextStepAt!: string;
}

export class PostponeRequest extends IntersectionType(EvidencedRequest, TextRequest) {
  @ApiProperty({
    description:
      'When the lead asked to be contacted, ISO 8601. By default from 15 to 366 days ahead; a nearer date is a next step',
  })
  @IsMoment()
  until!: string;
}

export class LeadRepliedRequest extends EvidencedRequest {
  @ApiProperty({ enum: touchChannels })
  @IsIn(touchChannels)
  channel!: TouchChannel;

  @IsAutomatic()
  automatic?: boolean;
}

export class OptOutRequest extends EvidencedRequest {}

export class CorrectContactRequest {
  @ApiProperty({
    enum: contactMethods,
    description: 'Which of the two was wrong',
  })
  @IsIn(contactMethods)
  contactMethod!: ContactMethod;

  @ApiProperty({ description: 'The right phone or e-mail address; stored in intake, never in events' })
  @IsContact()
  value!: string;
}

export class AnswerQuestionsRequest {
  @ApiProperty({ type: [QualifyingAnswerRequest] })
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsNestedList(() => QualifyingAnswerRequest)
  answers!: QualifyingAnswerRequest[];
}
