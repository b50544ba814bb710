import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Handoff } from './handoff.entity.ts';

/** The rows of handoffs, for lists and checks. */
@Module({ imports: [TypeOrmModule.forFeature([Handoff])], exports: [TypeOrmModule] })
export class HandoffRowModule {}
