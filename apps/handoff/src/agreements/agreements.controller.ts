import { agreementSchema } from '@baton/contracts';
import { diffInWords } from '@baton/domain';
import type { PublishedAgreement } from '@baton/domain';
import { Answers, shapes, CurrentCaller, problems, ROLES, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Get, Headers, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { agreement, agreementPage, difference, publishedAgreement } from '../answers.ts';
import { AgreementStore } from './agreement-store.ts';
import { agreementTypes, sentPublication, soundAgreement } from './agreement-text.ts';
import { AgreementWarnings } from './agreement-warnings.ts';
import { PageQuery } from '../page-query.ts';
import { CommentBody, FormatQuery, LanguageQuery, PublishQuery } from './agreement.dto.ts';
import { PublishAgreement } from './publish-agreement.ts';
import type { WithWarnings } from './publish-agreement.ts';
import { isWrittenInJson, writtenAgreement } from './written-agreement.ts';

const readers = ['marketer', 'rep', 'closer', 'team-lead', 'arbiter', 'ops', 'admin'] as const;

const versionNumber = new ParseIntPipe({
  exceptionFactory: () => problems.badRequest('A version of the agreement is a whole number.'),
});

@ApiTags('agreements')
@Controller('agreements')
export class AgreementsController {
  readonly #store: AgreementStore;
  readonly #dataSource: DataSource;
  readonly #publishAgreement: PublishAgreement;
  readonly #warnings: AgreementWarnings;

  constructor(
    store: AgreementStore,
    @InjectDataSource() dataSource: DataSource,
    publishAgreement: PublishAgreement,
    warnings: AgreementWarnings,
  ) {
    this.#store = store;
    this.#dataSource = dataSource;
    this.#publishAgreement = publishAgreement;
    this.#warnings = warnings;
  }

  @Get()
  @Roles(...readers)
  @ApiOperation({ summary: 'The published versions, newest first: who published them, when, why and from what' })
  @Answers(200, 'The versions, without their documents', agreementPage)
  list(@Query() { limit, offset }: PageQuery): Promise<object> {
    return this.#store.list(limit, offset);
  }

  @Get('schema')
  @Roles(...ROLES)
  @ApiOperation({ summary: 'The JSON Schema of an agreement as people write it' })
  @Answers(200, 'JSON Schema, draft 7', shapes.anyObject)
  schema(): object {
    return agreementSchema();
  }

  @Get(':version')
  @Roles(...readers)
  @ApiProduces(...agreementTypes)
  @ApiOperation({ summary: 'One version; as YAML the document alone, with its comments where it was written with any' })
  @Answers(200, 'The version with its document', agreement)
  async one(
    @Param('version', versionNumber) version: number,
    @Query() { format }: FormatQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept') accept = '',
  ): Promise<PublishedAgreement | string> {
    const published = await this.#published(version);
    const isYaml = format === 'yaml' || (format === undefined && /\byaml\b/.test(accept));
    if (!isYaml) return published;
    const text = await this.#store.text(published);
    void reply.type('application/yaml; charset=utf-8');
    return isWrittenInJson(text) ? writtenAgreement(published.agreement) : text;
  }

  @Get(':before/diff/:after')
  @Roles(...readers)
  @ApiOperation({ summary: 'What differs between two versions, in words' })
  @Answers(200, 'Each change in words', difference)
  async diff(
    @Param('before', versionNumber) before: number,
    @Param('after', versionNumber) after: number,
    @Query() { language }: LanguageQuery,
  ): Promise<object> {
    const [from, to] = await Promise.all([this.#published(before), this.#published(after)]);
    return { from: before, to: after, changes: diffInWords(from.agreement, to.agreement, language) };
  }

  @Post()
  @Roles('arbiter', 'admin')
  @ApiConsumes(...agreementTypes)
  @ApiBody({
    schema: { type: 'object' },
    description:
      'The agreement in YAML or JSON, or JSON with it as `text`, and beside it `basedOn`, `comment`, `inPlaceOf`',
  })
  @ApiOperation({
    summary:
      'Publishes a new version; with `sources` it holds for these alone. Handoffs keep the version they began under. `warnings` name teams that are not there yet',
  })
  @Answers(201, 'The new version', publishedAgreement)
  async publish(
    @Body() body: unknown,
    @Query() query: PublishQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<WithWarnings> {
    const { text, ...told } = sentPublication(body);
    const agreement = soundAgreement(text);
    const published = await this.#dataSource.transaction((manager) =>
      this.#publishAgreement.publish(manager, { ...query, ...told, agreement, text, by: caller.id }),
    );
    return { ...published, warnings: await this.#warnings.of(text, agreement) };
  }

  @Post(':version/rollback')
  @Roles('arbiter', 'admin')
  @ApiOperation({ summary: 'Publishes the document of an earlier version as a new one' })
  @Answers(201, 'The new version', publishedAgreement)
  async rollBack(
    @Param('version', versionNumber) version: number,
    @Body() { comment }: CommentBody,
    @CurrentCaller() caller: Caller,
  ): Promise<WithWarnings> {
    const text = await this.#store.text(await this.#published(version));
    // What was right then can be wrong by rules that were added since.
    const agreement = soundAgreement(text);
    const published = await this.#dataSource.transaction((manager) =>
      this.#publishAgreement.publish(manager, { agreement, text, by: caller.id, comment, rolledBackTo: version }),
    );
    return { ...published, warnings: await this.#warnings.of(text, agreement) };
  }

  async #published(version: number): Promise<PublishedAgreement> {
    const published = await this.#store.published(version);
    if (!published) throw problems.notFound(`There is no agreement version ${version}.`);
    return published;
  }
}
