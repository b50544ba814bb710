import { personRoles } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import { PgPool, Roles } from '@baton/service';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AgreementStore } from './agreement-store.ts';
import { AgreementResponse, agreementResponse } from './agreement.response.ts';

@ApiTags('agreements')
@Controller('agreements')
export class AgreementsController {
  readonly #agreements: AgreementStore;
  readonly #pool: PgPool;

  constructor(agreements: AgreementStore, pool: PgPool) {
    this.#agreements = agreements;
    this.#pool = pool;
  }

  @Get()
  @Roles(...personRoles)
  @ApiOperation({
    summary: 'List the versions of the agreement that scoring uses',
    description:
      'Newest first. The handoff service publishes agreements. A version appears here once scoring has read it, and applies to leads received after its publication.',
  })
  @ApiOkResponse({ type: [AgreementResponse] })
  async list(): Promise<AgreementResponse[]> {
    const agreements = await this.#agreements.read(sqlExecutorOf(this.#pool));
    return [...agreements.values()].sort((a, b) => b.version - a.version).map(agreementResponse);
  }
}
