import { CurrentCaller, DescribeResponse, Problem, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import {
  applyDecorators,
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
  exceptionFactory: () => problems.badRequest('A draft id must be a UUID.', { type: 'invalid-draft-id' }),
});

const textBody = {
  // A draft can start empty, and its text may be anything: the response lists its problems.
  required: false,
  schema: {},
  description:
    'The agreement in YAML or JSON, or a JSON object with its `text`, `title`, `basedOnVersion` and `revision`',
} as const;
const ifMatch = {
  name: 'If-Match',
  required: false,
  description: 'The revision that you read; without it, the body must have `revision`',
  schema: { type: 'string', pattern: '^"[0-9]{1,9}"$', example: '"3"' },
} as const;

/** A route that changes a draft only if nobody else has changed it since the caller read it. */
const IfUnchanged = (): MethodDecorator =>
  applyDecorators(
    ApiHeader(ifMatch),
    DescribeResponse(409, 'The draft was already published, or publishing it would undo changes'),
    DescribeResponse(412, 'Someone changed the draft since you read it'),
    DescribeResponse(428, 'The request does not name the revision that you read'),
  );

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
    summary:
      'List drafts with their problems, most recently changed first. With state=published, those that became versions',
  })
  @DescribeResponse(200, 'Drafts without their texts', draftPageSchema)
  list(@Query() { state, limit, offset }: AgreementDraftsQuery): Promise<object> {
    return this.#drafts.list(state === 'published', limit, offset);
  }

  @Get(':draftId')
  @Roles(...draftAuthorRoles)
  @ApiOperation({
    summary: 'Get a draft with its text, and its problems and unknown teams by line and column',
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
  @ApiOperation({ summary: 'Describe what publishing the draft would change' })
  @DescribeResponse(200, 'A description of each change', agreementDiffSchema)
  diff(@Param('draftId', parseDraftId) id: string, @Query() { language }: LanguageQuery): Promise<object> {
    return this.#drafts.diff(id, language);
  }

  @Post()
  @Roles(...draftAuthorRoles)
  @ApiConsumes(...agreementMediaTypes)
  @ApiBody(textBody)
  @ApiOperation({ summary: 'Create a draft. It may have problems, which the response lists' })
  @DescribeResponse(201, 'The new draft', draftSchema)
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
  @IfUnchanged()
  @ApiOperation({ summary: 'Replace a draft’s text. Fails with 412 if someone changed it since you read it' })
  @DescribeResponse(200, 'The changed draft', draftSchema)
  async replace(
    @Param('draftId', parseDraftId) id: string,
    @Body() body: unknown,
    @Query() query: AgreementDraftQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('if-match') match?: string,
  ): Promise<DraftWithWarnings> {
    const { revision, ...submitted } = parseDraftBody(body);
    const draft = await this.#drafts.replace(id, expectedRevision(revision, match), { ...query, ...submitted }, caller);
    return withEtag(draft, reply);
  }

  @Delete(':draftId')
  @HttpCode(204)
  @Roles(...draftAuthorRoles)
  @IfUnchanged()
  @ApiOperation({ summary: 'Delete a draft. Fails with 412 if someone changed it since you read it' })
  @DescribeResponse(204, 'The draft is deleted')
  async remove(@Param('draftId', parseDraftId) id: string, @Headers('if-match') match?: string): Promise<void> {
    await this.#drafts.remove(id, expectedRevision(undefined, match));
  }

  @Post(':draftId/publish')
  @Roles('arbiter', 'admin')
  @IfUnchanged()
  @ApiOperation({
    summary:
      'Publish a draft as the next version. Fails with 412 if someone changed it since you read it, and with 409 if it would undo changes published since the version that it is based on',
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

/** The revision that the caller has read. @throws Problem 428 if neither the body nor If-Match names it. */
function expectedRevision(revision: number | undefined, match: string | undefined): number {
  const tag = /^(?:W\/)?"?(\d{1,9})"?$/.exec(match?.trim() ?? '')?.[1];
  const expected = revision ?? (tag === undefined ? undefined : Number(tag));
  if (expected !== undefined) return expected;
  throw new Problem({
    status: 428,
    type: 'revision-required',
    title: 'The revision is missing',
    detail: 'Send the revision of the draft that you read, as If-Match: "3" or as revision in the body.',
  });
}

function withEtag(draft: DraftWithWarnings, reply: FastifyReply): DraftWithWarnings {
  void reply.header('etag', `"${draft.revision}"`);
  return draft;
}
