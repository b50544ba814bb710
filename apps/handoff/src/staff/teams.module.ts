import { Module } from '@nestjs/common';
import { Teams } from './teams.ts';

/** Who works in which team and role, for all who act in a person's name. */
@Module({ providers: [Teams], exports: [Teams] })
export class TeamsModule {}
