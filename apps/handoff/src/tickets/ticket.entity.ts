import type { TicketKind } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'ticket', schema: 'handoff' })
export class Ticket {
  @PrimaryColumn('text', { name: 'handoff_id' })
  handoffId!: string;

  @PrimaryColumn('text')
  kind!: TicketKind;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('text', { name: 'team_id', nullable: true })
  teamId!: string | null;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('integer', { name: 'times_opened' })
  timesOpened!: number;
}
