import type { Agreement } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TextProblem } from './parse-agreement.ts';

/** A draft of an agreement. It may have problems, and has no effect until it is published. */
@Entity({ name: 'agreement_draft', schema: 'handoff' })
export class AgreementDraft {
  @PrimaryColumn('uuid', { name: 'draft_id' })
  draftId!: string;

  @Column('text')
  title!: string;

  /** YAML or JSON, exactly as sent. */
  @Column('text')
  text!: string;

  /** Null while there are problems. */
  @Column('jsonb', { nullable: true })
  document!: Agreement | null;

  @Column('jsonb')
  problems!: TextProblem[];

  @Column('integer', { name: 'based_on', nullable: true })
  basedOnVersion!: number | null;

  /** Grows with each change, so that nobody overwrites a change that they have not seen. */
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

/** Warnings do not prevent publication. */
export type DraftWithWarnings = AgreementDraft & { warnings: TextProblem[] };
