import { Module } from '@nestjs/common';
import { JourneysModule } from '../judging/journeys.module.ts';
import { NurtureReviewsController } from './nurture-reviews.controller.ts';
import { NurtureReviews } from './nurture-reviews.ts';
import { NurtureTickets } from './nurture-tickets.ts';
import { NurturedLeadsController } from './nurtured-leads.controller.ts';
import { NurturedLeadsQuery } from './nurtured-leads.query.ts';

@Module({
  imports: [JourneysModule],
  controllers: [NurtureReviewsController, NurturedLeadsController],
  providers: [NurtureReviews, NurtureTickets, NurturedLeadsQuery],
})
export class NurtureModule {}
