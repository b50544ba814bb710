import { agreementDocument, schemaErrors } from '@baton/contracts';
import type { PublishedAgreement } from '@baton/domain';
import { CurrentCaller, Outbox, problems, Roles, type Caller } from '@baton/service';
import { Body, Controller, Get, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { agreementMessage } from './agreement-message.ts';
import { AgreementStore } from './agreement-store.ts';

@ApiTags('agreements')
@Controller('agreements')
export class AgreementsController {
  readonly #store: AgreementStore;
  readonly #dataSource: DataSource;
  readonly #outbox: Outbox;

  constructor(store: AgreementStore, @InjectDataSource() dataSource: DataSource, outbox: Outbox) {
    this.#store = store;
    this.#dataSource = dataSource;
    this.#outbox = outbox;
  }

  @Get()
  @Roles('marketer', 'rep', 'closer', 'team-lead', 'arbiter', 'ops', 'admin')
  @ApiOperation({ summary: 'All published versions, newest first' })
  async all(): Promise<PublishedAgreement[]> {
    return this.#store.all();
  }

  @Get(':version')
  @Roles('marketer', 'rep', 'closer', 'team-lead', 'arbiter', 'ops', 'admin')
  @ApiOperation({ summary: 'One version' })
  async one(@Param('version', ParseIntPipe) version: number): Promise<PublishedAgreement> {
    const found = (await this.#store.all()).find((published) => published.version === version);
    if (!found) throw problems.notFound(`There is no agreement version ${version}.`);
    return found;
  }

  @Post()
  @Roles('admin')
  @ApiBody({ schema: { type: 'object' } })
  @ApiOperation({
    summary:
      'Publishes a new version; with `sources` it holds for these alone. Handoffs keep the version they began under',
  })
  async publish(@Body() document: unknown, @CurrentCaller() caller: Caller): Promise<PublishedAgreement> {
    const read = agreementDocument.safeParse(document);
    if (!read.success) {
      throw problems.unprocessable('The agreement does not fit its schema; nothing was published.', {
        errors: schemaErrors(read.error),
      });
    }
    return this.#dataSource.transaction(async (manager) => {
      await manager.query('LOCK TABLE handoff.agreement IN EXCLUSIVE MODE');
      const [{ next }] = await manager.query<[{ next: number }]>(
        'SELECT coalesce(max(version), 0) + 1 AS next FROM handoff.agreement',
      );
      const published = {
        version: next,
        publishedAt: new Date().toISOString(),
        publishedBy: caller.id,
        agreement: read.data,
      };
      await manager.query(
        'INSERT INTO handoff.agreement (version, published_at, published_by, document) VALUES ($1, $2, $3, $4)',
        [next, published.publishedAt, caller.id, JSON.stringify(read.data)],
      );
      await this.#outbox.append(manager, [agreementMessage(published)]);
      return published;
    });
  }
}
