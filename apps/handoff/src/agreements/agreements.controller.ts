import { agreementSchema } from '@baton/contracts';
import { personRoles } from '@baton/domain';
import type { PublishedAgreement } from '@baton/domain';
import { CurrentCaller, DescribeResponse, PageRequest, problems, Roles, shapes } from '@baton/service';
import type { Caller } from '@baton/service';
import { describeDiff } from '@baton/wording';
import { Body, Controller, Get, Headers, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { agreementMediaTypes, assertValidAgreement, parsePublicationBody } from './agreement-body.ts';
import { AgreementStore } from './agreement-store.ts';
import { AgreementWarnings } from './agreement-warnings.ts';
import { agreementYaml, isJson } from './agreement-yaml.ts';
import { FormatQuery, LanguageQuery, PublishAgreementQuery, RollbackRequest } from './agreements.request.ts';
import {
  agreementDiffSchema,
  agreementPageSchema,
  agreementVersionSchema,
  publishedAgreementSchema,
} from './agreements.response.ts';
import { PublishAgreement } from './publish-agreement.ts';
import type { PublishedWithWarnings } from './publish-agreement.ts';

const parseVersion = new ParseIntPipe({
  exceptionFactory: () => problems.badRequest('An agreement version must be a whole number.'),
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
  @Roles(...personRoles)
  @ApiOperation({ summary: 'List the published versions, newest first, with author, time, comment and base version' })
  @DescribeResponse(200, 'Versions without their documents', agreementPageSchema)
  list(@Query() { limit, offset }: PageRequest): Promise<object> {
    return this.#store.list(limit, offset);
  }

  @Get('schema')
  @Roles(...personRoles)
  @ApiOperation({ summary: 'Get the JSON Schema of an agreement' })
  @DescribeResponse(200, 'JSON Schema, draft 7', shapes.anyObject)
  schema(): object {
    return agreementSchema();
  }

  @Get(':version')
  @Roles(...personRoles)
  @ApiProduces(...agreementMediaTypes)
  @ApiOperation({
    summary: 'Get a version. As YAML: only the document. If it was published as YAML, it keeps its comments',
  })
  @DescribeResponse(200, 'The version with its document', agreementVersionSchema)
  async get(
    @Param('version', parseVersion) version: number,
    @Query() { format }: FormatQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept') accept = '',
  ): Promise<PublishedAgreement | string> {
    const published = await this.#find(version);
    const isYaml = format === 'yaml' || (format === undefined && /\byaml\b/.test(accept));
    if (!isYaml) return published;
    const text = await this.#store.text(published);
    void reply.type('application/yaml; charset=utf-8');
    return isJson(text) ? agreementYaml(published.agreement) : text;
  }

  @Get(':before/diff/:after')
  @Roles(...personRoles)
  @ApiOperation({ summary: 'Describe the differences between two versions' })
  @DescribeResponse(200, 'A description of each change', agreementDiffSchema)
  async diff(
    @Param('before', parseVersion) before: number,
    @Param('after', parseVersion) after: number,
    @Query() { language }: LanguageQuery,
  ): Promise<object> {
    const [from, to] = await Promise.all([this.#find(before), this.#find(after)]);
    return { from: before, to: after, changes: describeDiff(from.agreement, to.agreement, language) };
  }

  @Post()
  @Roles('arbiter', 'admin')
  @ApiConsumes(...agreementMediaTypes)
  @ApiBody({
    schema: { type: 'object' },
    description:
      'The agreement in YAML or JSON, or a JSON object with its `text`, `basedOnVersion`, `comment` and `supersedes`',
  })
  @ApiOperation({
    summary:
      'Publish a new version, for all sources or only those in `sources`. Open handoffs keep their version. `warnings` name unknown teams',
  })
  @DescribeResponse(201, 'The new version', publishedAgreementSchema)
  @DescribeResponse(409, 'It would undo changes published since the version that it is based on')
  async publish(
    @Body() body: unknown,
    @Query() query: PublishAgreementQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<PublishedWithWarnings> {
    const { text, ...options } = parsePublicationBody(body);
    const agreement = assertValidAgreement(text);
    const published = await this.#dataSource.transaction((manager) =>
      this.#publishAgreement.publish(manager, { ...query, ...options, agreement, text, publishedBy: caller.id }),
    );
    return { ...published, warnings: await this.#warnings.of(text, agreement) };
  }

  @Post(':version/rollback')
  @Roles('arbiter', 'admin')
  @ApiOperation({ summary: 'Publish the document of an earlier version as a new version' })
  @DescribeResponse(201, 'The new version', publishedAgreementSchema)
  @DescribeResponse(409, 'It would undo changes published since the version that it is based on')
  async rollBack(
    @Param('version', parseVersion) version: number,
    @Body() { comment }: RollbackRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<PublishedWithWarnings> {
    const text = await this.#store.text(await this.#find(version));
    // The rules may have become stricter since that version was published.
    const agreement = assertValidAgreement(text);
    const published = await this.#dataSource.transaction((manager) =>
      this.#publishAgreement.publish(manager, {
        agreement,
        text,
        publishedBy: caller.id,
        comment,
        rolledBackToVersion: version,
      }),
    );
    return { ...published, warnings: await this.#warnings.of(text, agreement) };
  }

  async #find(version: number): Promise<PublishedAgreement> {
    const published = await this.#store.find(version);
    if (!published) throw problems.notFound(`There is no agreement version ${version}.`);
    return published;
  }
}
