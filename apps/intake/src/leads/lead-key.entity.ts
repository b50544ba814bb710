import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Everything that identifies a known person: all phones, all e-mail addresses, and the ids given by sources. */
@Entity({ name: 'lead_key' })
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
