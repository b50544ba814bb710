import { Column, Entity, PrimaryColumn } from 'typeorm';

/** By what a person is known again: every phone, every e-mail, and the ids that sources gave. */
@Entity({ name: 'lead_key', schema: 'intake' })
export class LeadKeyEntity {
  @PrimaryColumn({ type: 'uuid' })
  digest!: string;

  @Column({ name: 'lead_id', type: 'uuid' })
  leadId!: string;

  @Column({ type: 'text' })
  kind!: 'external' | 'phone' | 'email';

  @Column({ type: 'text' })
  value!: string;
}
