import type { Ending, PromiseName, Stage } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One handoff as lists show it: the fold of its record. */
@Entity({ name: 'handoff', schema: 'handoff' })
export class Handoff {
  @PrimaryColumn('text', { name: 'handoff_id' })
  handoffId!: string;

  @Column('uuid', { name: 'lead_id' })
  leadId!: string;

  @Column('integer', { name: 'handoff_number' })
  handoffNumber!: number;

  @Column('integer', { name: 'agreement_version' })
  agreementVersion!: number;

  @Column('text')
  source!: string;

  @Column('text', { nullable: true })
  channel!: string | null;

  @Column('real')
  score!: number;

  @Column('text')
  stage!: Stage;

  @Column('text', { nullable: true })
  ending!: Ending | null;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('text', { name: 'team_id', nullable: true })
  teamId!: string | null;

  @Column('boolean')
  opened!: boolean;

  @Column('boolean')
  accepted!: boolean;

  @Column('timestamptz', { name: 'next_due_at', nullable: true })
  nextDueAt!: Date | null;

  @Column('text', { name: 'next_due_promise', nullable: true })
  nextDuePromise!: PromiseName | null;

  @Column('text', { name: 'broken_promises', array: true })
  brokenPromises!: PromiseName[];

  @Column('integer', { name: 'counted_touches' })
  countedTouches!: number;

  @Column('boolean')
  reached!: boolean;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'transferred_at', nullable: true })
  transferredAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  /** When a postponed lead asked to be contacted again. */
  @Column('timestamptz', { name: 'postponed_until', nullable: true })
  postponedUntil!: Date | null;

  @Column('integer')
  version!: number;
}
