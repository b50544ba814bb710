import { Roles } from '@baton/service';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JudgementResponse } from './judgement.response.ts';
import { JudgementsQuery } from './judgements.query.ts';

@ApiTags('judgements')
@Controller('leads')
export class JudgementsController {
  readonly #judgements: JudgementsQuery;

  constructor(judgements: JudgementsQuery) {
    this.#judgements = judgements;
  }

  @Get(':leadId/judgements')
  @Roles('marketer', 'admin', 'arbiter', 'ops', 'team-lead', 'rep')
  @ApiOperation({
    summary: 'List the judgements of a lead',
    description:
      "Oldest first. Each judgement has the verdict, each criterion's answer with its evidence, the score with its reasons, and the version of the agreement. It contains no personal data. The list is empty if scoring has not judged the lead.",
  })
  @ApiOkResponse({ type: [JudgementResponse] })
  list(@Param('leadId', ParseUUIDPipe) leadId: string): Promise<JudgementResponse[]> {
    return this.#judgements.list(leadId);
  }
}
