import { Answers, CurrentCaller, Problem, problems, Roles } from '@baton/service';
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
import { difference, draft, draftPage, publishedAgreement } from '../answers.ts';
import type { CheckedDraft } from './agreement-draft.entity.ts';
import { AgreementDrafts } from './agreement-drafts.ts';
import { agreementTypes, sentText } from './agreement-text.ts';
import type { WithWarnings } from './publish-agreement.ts';
import { DraftQuery, DraftsQuery, LanguageQuery, PublishDraftBody } from './agreement.dto.ts';

const authors = ['marketer', 'team-lead', 'arbiter', 'admin'] as const;

const draftId = new ParseUUIDPipe({
  exceptionFactory: () => problems.badRequest('The id of a draft is a UUID.', { type: 'invalid-draft-id' }),
});

const textBody = {
  schema: { type: 'object' },
  description: 'The agreement in YAML or JSON, or JSON with it as `text`, and beside it `title`, `basedOn`, `revision`',
} as const;
const ifMatch = { name: 'If-Match', required: false, description: 'The revision that was seen, such as "3"' };

@ApiTags('agreements')
@Controller('agreements/drafts')
export class DraftsController {
  readonly #drafts: AgreementDrafts;

  constructor(drafts: AgreementDrafts) {
    this.#drafts = drafts;
  }

  @Get()
  @Roles(...authors)
  @ApiOperation({
    summary: 'Drafts with their problems, the last changed first; with state=published those that became versions',
  })
  @Answers(200, 'The drafts, without their texts', draftPage)
  list(@Query() { state, limit, offset }: DraftsQuery): Promise<object> {
    return this.#drafts.list(state === 'published', limit, offset);
  }

  @Get(':draftId')
  @Roles(...authors)
  @ApiOperation({
    summary:
      'A draft with its text as it was written; what is wrong in it, and teams that are not there yet, by line and column',
  })
  @Answers(200, 'The draft', draft)
  async one(
    @Param('draftId', draftId) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CheckedDraft> {
    return tagged(await this.#drafts.one(id), reply);
  }

  @Get(':draftId/diff')
  @Roles(...authors)
  @ApiOperation({ summary: 'What publishing the draft would change, in words' })
  @Answers(200, 'Each change in words', difference)
  diff(@Param('draftId', draftId) id: string, @Query() { language }: LanguageQuery): Promise<object> {
    return this.#drafts.diff(id, language);
  }

  @Post()
  @Roles(...authors)
  @ApiConsumes(...agreementTypes)
  @ApiBody(textBody)
  @ApiOperation({ summary: 'Keeps a draft; it may have problems, which the answer names' })
  @Answers(201, 'The draft that is kept', draft)
  async create(
    @Body() body: unknown,
    @Query() query: DraftQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CheckedDraft> {
    const draft = await this.#drafts.create({ ...query, ...sentText(body) }, caller);
    void reply.header('location', `/agreements/drafts/${draft.draftId}`);
    return tagged(draft, reply);
  }

  @Put(':draftId')
  @Roles(...authors)
  @ApiConsumes(...agreementTypes)
  @ApiBody(textBody)
  @ApiHeader(ifMatch)
  @ApiOperation({ summary: 'Replaces the text of a draft, if it is still what the caller has seen' })
  @Answers(200, 'The draft as it is now', draft)
  async replace(
    @Param('draftId', draftId) id: string,
    @Body() body: unknown,
    @Query() query: DraftQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('if-match') match?: string,
  ): Promise<CheckedDraft> {
    const { revision, ...sent } = sentText(body);
    const draft = await this.#drafts.replace(id, seenRevision(revision, match), { ...query, ...sent }, caller);
    return tagged(draft, reply);
  }

  @Delete(':draftId')
  @HttpCode(204)
  @Roles(...authors)
  @ApiHeader(ifMatch)
  @ApiOperation({ summary: 'Throws a draft away, if it is still what the caller has seen' })
  @Answers(204, 'It is gone')
  async remove(@Param('draftId', draftId) id: string, @Headers('if-match') match?: string): Promise<void> {
    await this.#drafts.remove(id, seenRevision(undefined, match));
  }

  @Post(':draftId/publish')
  @Roles('arbiter', 'admin')
  @ApiHeader(ifMatch)
  @ApiOperation({
    summary:
      'Makes the draft the next version, if it is sound and still what the caller has seen; 409 where it would undo what was published since the version that it is based on',
  })
  @Answers(201, 'The new version', publishedAgreement)
  publish(
    @Param('draftId', draftId) id: string,
    @Body() { comment, revision, inPlaceOf }: PublishDraftBody,
    @Query() { language }: LanguageQuery,
    @CurrentCaller() caller: Caller,
    @Headers('if-match') match?: string,
  ): Promise<WithWarnings> {
    const told = { comment, language, ...(inPlaceOf !== undefined && { inPlaceOf }) };
    return this.#drafts.publish(id, seenRevision(revision, match), told, caller);
  }
}

/** The revision that the caller has seen. @throws Problem where neither the body nor If-Match says one. */
function seenRevision(revision: number | undefined, match: string | undefined): number {
  const tag = /^(?:W\/)?"?(\d{1,9})"?$/.exec(match?.trim() ?? '')?.[1];
  const seen = revision ?? (tag === undefined ? undefined : Number(tag));
  if (seen !== undefined) return seen;
  throw new Problem({
    status: 428,
    type: 'revision-required',
    title: 'Name the revision',
    detail: 'Say which revision of the draft you have seen: If-Match: "3", or revision in the body.',
  });
}

function tagged(draft: CheckedDraft, reply: FastifyReply): CheckedDraft {
  void reply.header('etag', `"${draft.revision}"`);
  return draft;
}
