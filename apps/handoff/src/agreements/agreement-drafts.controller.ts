import { CurrentCaller, DescribeResponse, Problem, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { agreementMediaTypes, parseDraftBody } from './agreement-body.ts';
import type { DraftWithWarnings } from './agreement-draft.entity.ts';
import { draftPageSchema, draftSchema } from './agreement-drafts.response.ts';
import { AgreementDrafts } from './agreement-drafts.ts';
import { AgreementDraftQuery, AgreementDraftsQuery, LanguageQuery, PublishDraftRequest } from './agreements.request.ts';
import { agreementDiffSchema, publishedAgreementSchema } from './agreements.response.ts';
import type { PublishedWithWarnings } from './publish-agreement.ts';

const draftAuthorRoles = ['marketer', 'team-lead', 'arbiter', 'admin'] as const;

const parseDraftId = new ParseUUIDPipe({
  exceptionFactory: () => problems.badRequest('The id of a draft is a UUID.', { type: 'invalid-draft-id' }),
});

const textBody = {
  schema: { type: 'object' },
  description:
    'The agreement in YAML or JSON, or JSON with it as `text`, and beside it `title`, `basedOnVersion`, `revision`',
} as const;
const ifMatch = { name: 'If-Match', required: false, description: 'The revision that was seen, such as "3"' };

@ApiTags('agreements')
@Controller('agreements/drafts')
export class AgreementDraftsController {
  readonly #drafts: AgreementDrafts;

  constructor(drafts: AgreementDrafts) {
    this.#drafts = drafts;
  }

  @Get()
  @Roles(...draftAuthorRoles)
  @ApiOperation({
    summary: 'Drafts with their problems, the last changed first; with state=published those that became versions',
  })
  @DescribeResponse(200, 'The drafts, without their texts', draftPageSchema)
  list(@Query() { state, limit, offset }: AgreementDraftsQuery): Promise<object> {
    return this.#drafts.list(state === 'published', limit, offset);
  }

  @Get(':draftId')
  @Roles(...draftAuthorRoles)
  @ApiOperation({
    summary:
      'A draft with its text as it was written; what is wrong in it, and teams that are not there yet, by line and column',
  })
  @DescribeResponse(200, 'The draft', draftSchema)
  async get(
    @Param('draftId', parseDraftId) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftWithWarnings> {
    return withEtag(await this.#drafts.get(id), reply);
  }

  @Get(':draftId/diff')
  @Roles(...draftAuthorRoles)
  @ApiOperation({ summary: 'What publishing the draft would change, in words' })
  @DescribeResponse(200, 'Each change in words', agreementDiffSchema)
  diff(@Param('draftId', parseDraftId) id: string, @Query() { language }: LanguageQuery): Promise<object> {
    return this.#drafts.diff(id, language);
  }

  @Post()
  @Roles(...draftAuthorRoles)
  @ApiConsumes(...agreementMediaTypes)
  @ApiBody(textBody)
  @ApiOperation({ summary: 'Keeps a draft; it may have problems, which the answer names' })
  @DescribeResponse(201, 'The draft that is kept', draftSchema)
  async create(
    @Body() body: unknown,
    @Query() query: AgreementDraftQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftWithWarnings> {
    const draft = await this.#drafts.create({ ...query, ...parseDraftBody(body) }, caller);
    void reply.header('location', `/agreements/drafts/${draft.draftId}`);
    return withEtag(draft, reply);
  }

  @Put(':draftId')
  @Roles(...draftAuthorRoles)
  @ApiConsumes(...agreementMediaTypes)
  @ApiBody(textBody)
  @ApiHeader(ifMatch)
  @ApiOperation({ summary: 'Replaces the text of a draft, if it is still what the caller has seen' })
  @DescribeResponse(200, 'The draft as it is now', draftSchema)
  async replace(
    @Param('draftId', parseDraftId) id: string,
    @Body() body: unknown,
    @Query() query: AgreementDraftQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('if-match') match?: string,
  ): Promise<DraftWithWarnings> {
    const { revision, ...sent } = parseDraftBody(body);
    const draft = await this.#drafts.replace(id, expectedRevision(revision, match), { ...query, ...sent }, caller);
    return withEtag(draft, reply);
  }

  @Delete(':draftId')
  @HttpCode(204)
  @Roles(...draftAuthorRoles)
  @ApiHeader(ifMatch)
  @ApiOperation({ summary: 'Throws a draft away, if it is still what the caller has seen' })
  @DescribeResponse(204, 'It is gone')
  async remove(@Param('draftId', parseDraftId) id: string, @Headers('if-match') match?: string): Promise<void> {
    await this.#drafts.remove(id, expectedRevision(undefined, match));
  }

  @Post(':draftId/publish')
  @Roles('arbiter', 'admin')
  @ApiHeader(ifMatch)
  @ApiOperation({
    summary:
      'Makes the draft the next version, if it is sound and still what the caller has seen; 409 where it would undo what was published since the version that it is based on',
  })
  @DescribeResponse(201, 'The new version', publishedAgreementSchema)
  publish(
    @Param('draftId', parseDraftId) id: string,
    @Body() { comment, revision, supersedes }: PublishDraftRequest,
    @Query() { language }: LanguageQuery,
    @CurrentCaller() caller: Caller,
    @Headers('if-match') match?: string,
  ): Promise<PublishedWithWarnings> {
    const options = { comment, language, ...(supersedes !== undefined && { supersedes }) };
    return this.#drafts.publish(id, expectedRevision(revision, match), options, caller);
  }
}

/** The revision that the caller has seen. @throws Problem where neither the body nor If-Match says one. */
function expectedRevision(revision: number | undefined, match: string | undefined): number {
  const tag = /^(?:W\/)?"?(\d{1,9})"?$/.exec(match?.trim() ?? '')?.[1];
  const expected = revision ?? (tag === undefined ? undefined : Number(tag));
  if (expected !== undefined) return expected;
  throw new Problem({
    status: 428,
    type: 'revision-required',
    title: 'Name the revision',
    detail: 'Say which revision of the draft you have seen: If-Match: "3", or revision in the body.',
  });
}

function withEtag(draft: DraftWithWarnings, reply: FastifyReply): DraftWithWarnings {
  void reply.header('etag', `"${draft.revision}"`);
  return draft;
}
