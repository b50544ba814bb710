import { schemaErrors } from '@baton/contracts';
import { agreementFor, judge } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import { PgPool, Roles, invalidFields, problems } from '@baton/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { VerdictResponse, verdictResponse } from './judgement.response.ts';
import { previewRequest, previewRequestSchema } from './preview.request.ts';

@ApiTags('judgements')
@Controller('judgements')
export class PreviewController {
  readonly #agreements: AgreementStore;
  readonly #pool: PgPool;

  constructor(agreements: AgreementStore, pool: PgPool) {
    this.#agreements = agreements;
    this.#pool = pool;
  }

  @Post('preview')
  @HttpCode(200)
  @Roles('marketer', 'admin', 'arbiter', 'ops', 'team-lead')
  @ApiOperation({
    summary: 'Preview how a lead would be judged',
    description: 'Judges the given attributes by a version of the agreement. Nothing is stored or sent.',
  })
  @ApiBody(previewRequestSchema)
  @ApiOkResponse({ type: VerdictResponse })
  @ApiResponse({ status: 404, description: 'Scoring has not read this version of the agreement' })
  async preview(@Body() body: unknown): Promise<VerdictResponse> {
    const parsed = previewRequest.safeParse(body);
    if (!parsed.success) throw invalidFields(schemaErrors(parsed.error));
    const { lead, agreementVersion } = parsed.data;
    const agreements = await this.#agreements.read(sqlExecutorOf(this.#pool));
    const found =
      agreementVersion === undefined
        ? agreementFor(lead.source, [...agreements.values()])
        : agreements.get(agreementVersion);
    if (!found) {
      throw problems.notFound(
        `Scoring has not read version ${agreementVersion} of the agreement. GET /agreements lists the versions it has read.`,
      );
    }
    return verdictResponse(judge(lead, found.agreement), found.version);
  }
}
