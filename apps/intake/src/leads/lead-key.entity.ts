import type { LeadKeyKind } from '../capture/lead-keys.ts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Everything that identifies a known person: phones, e-mail addresses, and the ids given by sources. */
@Entity({ name: 'lead_key' })
export class LeadKeyEntity {
  @PrimaryColumn({ type: 'uuid' })
  digest!: string;

  @PrimaryColumn({ name: 'lead_id', type: 'uuid' })
  leadId!: string;

  @PrimaryColumn({ type: 'text' })
  kind!: LeadKeyKind;

  @Column({ type: 'text' })
  value!: string;
}
