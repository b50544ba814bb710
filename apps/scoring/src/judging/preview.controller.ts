import { leadSnapshot, schemaErrors } from '@baton/contracts';
import { agreementFor, judge } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import { PgPool, Roles, problems } from '@baton/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { VerdictResponse } from './judgement.response.ts';

const previewRequest = z.strictObject({
  lead: leadSnapshot,
  /** Without it, the version that holds for the lead's source now. */
  agreementVersion: z.int().positive().exactOptional(),
});

const requestSchema = { schema: z.toJSONSchema(previewRequest, { io: 'input' }) } as Parameters<typeof ApiBody>[0];

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
    summary: 'How a lead would be judged',
    description: 'Judges the given attributes by a version of the agreement. Nothing is stored or sent.',
  })
  @ApiBody(requestSchema)
  @ApiOkResponse({ type: VerdictResponse })
  async preview(@Body() body: unknown): Promise<VerdictResponse> {
    const parsed = previewRequest.safeParse(body);
    if (!parsed.success) {
      throw problems.badRequest('The lead to be judged is not described as it must be; see errors.', {
        errors: schemaErrors(parsed.error),
      });
    }
    const { lead, agreementVersion } = parsed.data;
    const known = await this.#agreements.read(sqlExecutorOf(this.#pool));
    const found =
      agreementVersion === undefined ? agreementFor(lead.source, [...known.values()]) : known.get(agreementVersion);
    if (!found) {
      throw problems.notFound(
        `Scoring does not know version ${agreementVersion}; GET /agreements lists those it knows.`,
      );
    }
    return { ...judge(lead, found.agreement), agreementVersion: found.version };
  }
}
