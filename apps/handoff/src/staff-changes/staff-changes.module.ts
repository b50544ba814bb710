import { Module } from '@nestjs/common';
import { AgreementStoreModule } from '../agreements/agreement-store.module.ts';
import { CommandGatewayModule } from '../command-gateway/command-gateway.module.ts';
import { AccessModule } from '../staff/access.module.ts';
import { AbsenceHandover } from './absence-handover.ts';
import { People } from './people.ts';
import { TeamFileImport } from './team-file-import.ts';

/** Changes of people and teams, and the handover of the open handoffs of absent and departed people. */
@Module({
  imports: [AccessModule, AgreementStoreModule, CommandGatewayModule],
  providers: [AbsenceHandover, People, TeamFileImport],
  exports: [People],
})
export class StaffChangesModule {}
