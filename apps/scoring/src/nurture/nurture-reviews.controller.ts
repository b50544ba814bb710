import { CurrentCaller, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Get, Headers, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NurtureReviewResponse, NurtureReviewRequest, nurtureReviewResponse } from './nurture-review.request.ts';
import { NurtureReviews } from './nurture-reviews.ts';

@ApiTags('nurtured leads')
@Controller('nurtured-leads/:leadId/reviews')
export class NurtureReviewsController {
  readonly #list: NurtureReviews;

  constructor(reviews: NurtureReviews) {
    this.#list = reviews;
  }

  @Post()
  @HttpCode(200)
  @Roles('marketer', 'admin')
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same key keeps the review once' })
  @ApiOperation({
    summary: 'Marketing has looked at a lead that it nurtures',
    description:
      'Kept, it is reviewed again within the time of its agreement; rejected, it is out. Either way it is judged again at its next signal.',
  })
  @ApiOkResponse({ type: NurtureReviewResponse })
  @ApiResponse({ status: 404, description: 'Scoring does not know the lead' })
  @ApiResponse({ status: 409, description: 'The lead is not nurtured: sales has it, or it is out' })
  @ApiResponse({ status: 422, description: 'The key came before with another review' })
  async review(
    @Param('leadId', ParseUUIDPipe) leadId: string,
    @Body() { decision, reason }: NurtureReviewRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<NurtureReviewResponse> {
    const wanted = { leadId, decision, reason: reason.trim(), by: caller.id };
    return nurtureReviewResponse(await this.#list.review(wanted, new Date(), key));
  }

  @Get()
  @Roles('marketer', 'admin')
  @ApiOperation({ summary: 'Every review of the lead, the first one first' })
  @ApiOkResponse({ type: [NurtureReviewResponse] })
  async reviews(@Param('leadId', ParseUUIDPipe) leadId: string): Promise<NurtureReviewResponse[]> {
    return (await this.#list.list(leadId)).map(nurtureReviewResponse);
  }
}
