import type { Agreement } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TextProblem } from './parse-agreement.ts';

/** An agreement that is being written; it may have problems, and binds nobody. */
@Entity({ name: 'agreement_draft', schema: 'handoff' })
export class AgreementDraft {
  @PrimaryColumn('uuid', { name: 'draft_id' })
  draftId!: string;

  @Column('text')
  title!: string;

  /** YAML or JSON, as it was written. */
  @Column('text')
  text!: string;

  /** Null as long as there are problems. */
  @Column('jsonb', { nullable: true })
  document!: Agreement | null;

  @Column('jsonb')
  problems!: TextProblem[];

  @Column('integer', { name: 'based_on', nullable: true })
  basedOnVersion!: number | null;

  /** Grows with each change, so that nobody overwrites what they have not seen. */
  @Column('integer')
  revision!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;

  @Column('text', { name: 'updated_by' })
  updatedBy!: string;

  @Column('integer', { name: 'published_version', nullable: true })
  publishedVersion!: number | null;
}

/** With what it says that does not hold in this Baton now, and keeps it from nothing. */
export type DraftWithWarnings = AgreementDraft & { warnings: TextProblem[] };
