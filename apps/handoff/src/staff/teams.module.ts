import { Module } from '@nestjs/common';
import { Teams } from './teams.ts';

/** The teams and roles of people, for everything that acts on a person's behalf. */
@Module({ providers: [Teams], exports: [Teams] })
export class TeamsModule {}
