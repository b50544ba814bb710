import type { Role } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AnyTicketKind } from './ticket-kinds.ts';
import type { TicketCause } from './ticket-rows.ts';

@Entity({ name: 'ticket', schema: 'handoff' })
export class Ticket {
  @PrimaryColumn('text', { name: 'ticket_id' })
  ticketId!: string;

  /** Null for tickets about a source, a channel, a workflow or the like. */
  @Column('text', { name: 'handoff_id', nullable: true })
  handoffId!: string | null;

  @Column('text')
  kind!: AnyTicketKind;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  /** The role that owns it; null if a person does. */
  @Column('text', { name: 'owner_role', nullable: true })
  ownerRole!: Role | null;

  @Column('text', { name: 'team_id', nullable: true })
  teamId!: string | null;

  @Column('jsonb')
  cause!: TicketCause;

  /** When it was opened for the first time. */
  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  /** When it was last opened. */
  @Column('timestamptz')
  since!: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('integer', { name: 'times_opened' })
  timesOpened!: number;

  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt!: Date | null;

  @Column('text', { name: 'acknowledged_by', nullable: true })
  acknowledgedBy!: string | null;
}
