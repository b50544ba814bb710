import { sqlExecutorOf } from '@baton/messaging';
import { allRoles } from '@baton/domain';
import { PgPool, Roles } from '@baton/service';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { AgreementStore } from './agreement-store.ts';

class AgreementResponse {
  @ApiProperty()
  version!: number;

  @ApiProperty()
  title!: string;

  @ApiPropertyOptional({ type: [String], description: 'Only for these sources; absent: for all that no other names' })
  sources?: string[];

  @ApiProperty({ format: 'date-time' })
  publishedAt!: string;

  @ApiProperty()
  publishedBy!: string;
}

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
  @Roles(...allRoles)
  @ApiOperation({
    summary: 'The versions of the agreement that leads are judged by here',
    description:
      'Newest first. The handoff service publishes agreements; a version stands here once scoring has read it, and leads received from its publication on are judged by it.',
  })
  @ApiOkResponse({ type: [AgreementResponse] })
  async list(): Promise<AgreementResponse[]> {
    const agreements = await this.#agreements.read(sqlExecutorOf(this.#pool));
    return [...agreements.values()]
      .sort((a, b) => b.version - a.version)
      .map(({ version, publishedAt, publishedBy, agreement: { title, sources } }) => ({
        version,
        title,
        publishedAt,
        publishedBy,
        ...(sources && { sources }),
      }));
  }
}
