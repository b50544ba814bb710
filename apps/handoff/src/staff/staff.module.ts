import { Module } from '@nestjs/common';
import { StaffChangesModule } from '../staff-changes/staff-changes.module.ts';
import { AccountsController } from './accounts.controller.ts';
import { PeopleController } from './people.controller.ts';
import { TeamsController } from './teams.controller.ts';

/** People, teams and accounts over HTTP. */
@Module({ imports: [StaffChangesModule], controllers: [PeopleController, TeamsController, AccountsController] })
export class StaffModule {}
