import { Module } from '@nestjs/common';
import { AccessPublisher } from './access-publisher.ts';

/** Publishes to every service what people and integration keys may do. */
@Module({ providers: [AccessPublisher], exports: [AccessPublisher] })
export class AccessModule {}
