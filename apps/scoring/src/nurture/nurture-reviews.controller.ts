import { IdempotentRequest, Roles } from '@baton/service';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NurtureReviewRequest } from './nurture-review.request.ts';
import { NurtureReviewResponse, nurtureReviewResponse } from './nurture-review.response.ts';
import { NurtureReviews } from './nurture-reviews.ts';

@ApiTags('nurtured leads')
@Controller('nurtured-leads/:leadId/reviews')
export class NurtureReviewsController {
  readonly #reviews: NurtureReviews;

  constructor(reviews: NurtureReviews) {
    this.#reviews = reviews;
  }

  @Post()
  @HttpCode(200)
  @Roles('marketer', 'admin')
  @ApiOperation({
    summary: 'Review a nurtured lead',
    description:
      'A kept lead is due for review again after the time set in its agreement. Whether kept or rejected, the lead is judged again at its next signal.',
  })
  @ApiOkResponse({ type: NurtureReviewResponse })
  @ApiResponse({ status: 404, description: 'There is no lead with this id' })
  @ApiResponse({ status: 409, description: 'The lead is not being nurtured, or its judgement has not been read yet' })
  @ApiResponse({ status: 422, description: 'The key was used for another review' })
  async review(
    @Param('leadId', ParseUUIDPipe) leadId: string,
    @Body() { decision, reason }: NurtureReviewRequest,
    @IdempotentRequest() { caller, idempotencyKey }: IdempotentRequest,
  ): Promise<NurtureReviewResponse> {
    const requested = { leadId, decision, reason: reason.trim(), by: caller.id };
    return nurtureReviewResponse(await this.#reviews.review(requested, new Date(), idempotencyKey));
  }

  @Get()
  @Roles('marketer', 'admin')
  @ApiOperation({ summary: 'List the reviews of a lead, oldest first' })
  @ApiOkResponse({ type: [NurtureReviewResponse] })
  async list(@Param('leadId', ParseUUIDPipe) leadId: string): Promise<NurtureReviewResponse[]> {
    return (await this.#reviews.list(leadId)).map(nurtureReviewResponse);
  }
}
