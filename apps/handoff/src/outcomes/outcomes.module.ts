import { Module } from '@nestjs/common';
import { CommitModule } from '../commit/commit.module.ts';
import { HandoffRowModule } from '../handoff-row/handoff-row.module.ts';
import { OutcomesConsumer } from './outcomes.consumer.ts';
import { OutcomesController } from './outcomes.controller.ts';

/** Won and lost, reported over HTTP and recorded from Kafka. */
@Module({
  imports: [CommitModule, HandoffRowModule],
  controllers: [OutcomesController],
  providers: [OutcomesConsumer],
  exports: [OutcomesConsumer],
})
export class OutcomesModule {}
