import { Module } from '@nestjs/common';
import { RefusedBodiesController } from './refused-bodies.controller.ts';
import { RefusedBodies } from './refused-bodies.ts';

@Module({ controllers: [RefusedBodiesController], providers: [RefusedBodies] })
export class RetentionModule {}
