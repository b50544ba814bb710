import { Roles } from '@baton/service';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { JudgementEntity } from './judgement.entity.ts';
import { JudgementResponse, judgementResponse } from './judgement.response.ts';

@ApiTags('judgements')
@Controller('leads')
export class JudgementsController {
  readonly #list: Repository<JudgementEntity>;

  constructor(@InjectRepository(JudgementEntity) judgements: Repository<JudgementEntity>) {
    this.#list = judgements;
  }

  @Get(':leadId/judgements')
  @Roles('marketer', 'admin', 'arbiter', 'ops', 'team-lead', 'rep')
  @ApiOperation({
    summary: 'How a lead was judged',
    description:
      "Every judgement of the lead, the first one first: each criterion's answer with its evidence, the verdict, the score with its reasons and the version of the agreement. Nothing in it is personal. A lead that scoring has not judged has an empty list.",
  })
  @ApiOkResponse({ type: [JudgementResponse] })
  async judgements(@Param('leadId', ParseUUIDPipe) leadId: string): Promise<JudgementResponse[]> {
    const rows = await this.#list.find({ where: { leadId }, order: { position: 'ASC' } });
    return rows.map(judgementResponse);
  }
}
