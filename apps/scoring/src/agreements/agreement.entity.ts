import type { Agreement } from '@baton/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row a version that scoring has read; a version never changes. */
@Entity({ name: 'agreement' })
export class AgreementEntity {
  @PrimaryColumn('integer')
  version!: number;

  @Column('timestamptz', { name: 'published_at' })
  publishedAt!: Date;

  @Column('text', { name: 'published_by' })
  publishedBy!: string;

  @Column('jsonb')
  document!: Agreement;
}
