import { personRoles } from '@baton/domain';
import { CurrentCaller, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
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
  @Roles(...personRoles)
  @ApiOperation({
    summary: 'List the judgements of a lead',
    description:
      "Oldest first. Each judgement has the verdict, each criterion's answer with its evidence, the score with its reasons, and the version of the agreement. It contains no personal data. The list is empty if scoring has not judged the lead. A person reads the leads that they have owned, a team lead those that the team has had.",
  })
  @ApiOkResponse({ type: [JudgementResponse] })
  @ApiResponse({ status: 404, description: 'The lead does not exist, or the caller may not read it' })
  list(@Param('leadId', ParseUUIDPipe) leadId: string, @CurrentCaller() caller: Caller): Promise<JudgementResponse[]> {
    return this.#judgements.list(leadId, caller);
  }
}
