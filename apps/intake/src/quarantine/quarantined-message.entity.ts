import type { FieldProblem } from '@baton/service';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const quarantineStatuses = ['waiting', 'replayed', 'dismissed'] as const;
export type QuarantineStatus = (typeof quarantineStatuses)[number];

/** A message of the open topic that could not be captured as a lead. It is stored whole until it is replayed or dismissed. */
@Entity({ name: 'quarantined_message' })
export class QuarantinedMessageEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt!: Date;

  @Column({ type: 'text' })
  topic!: string;

  @Column({ type: 'integer' })
  partition!: number;

  @Column({ type: 'bigint' })
  offset!: string;

  @Column({ type: 'jsonb' })
  headers!: Record<string, string>;

  /** Null once a dismissed message has reached the end of its retention. */
  @Column({ type: 'bytea', nullable: true })
  body!: Buffer | null;

  @Column({ type: 'text', array: true })
  codes!: string[];

  @Column({ type: 'jsonb' })
  problems!: FieldProblem[];

  /** A replay captures under this identity, so that replaying twice makes one lead. */
  @Column({ type: 'uuid' })
  identity!: string;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  /** The lead's source if it could be read, otherwise the sender's name. */
  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'text' })
  status!: QuarantineStatus;

  @Column({ name: 'review_due_at', type: 'timestamptz' })
  reviewDueAt!: Date;

  @Column({ name: 'dismissed_at', type: 'timestamptz', nullable: true })
  dismissedAt!: Date | null;

  @Column({ name: 'dismissed_by', type: 'text', nullable: true })
  dismissedBy!: string | null;

  @Column({ name: 'dismissal_reason', type: 'text', nullable: true })
  dismissalReason!: string | null;

  @Column({ name: 'replayed_at', type: 'timestamptz', nullable: true })
  replayedAt!: Date | null;

  @Column({ name: 'replayed_by', type: 'text', nullable: true })
  replayedBy!: string | null;

  @Column({ name: 'lead_id', type: 'uuid', nullable: true })
  leadId!: string | null;
}
