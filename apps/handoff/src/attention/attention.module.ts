import { Module } from '@nestjs/common';
import { AttentionConsumer } from './attention.consumer.ts';

/** Tickets and messages of other services. */
@Module({ providers: [AttentionConsumer], exports: [AttentionConsumer] })
export class AttentionModule {}
