import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What could not be read in a signal, was read by a guess, or contradicts what was known. Personal data. */
@Entity({ name: 'lead_remark' })
export class LeadRemarkEntity {
  @PrimaryColumn({ name: 'lead_id', type: 'uuid' })
  leadId!: string;

  @PrimaryColumn({ name: 'signal_id', type: 'uuid' })
  signalId!: string;

  @PrimaryColumn({ type: 'text' })
  field!: string;

  @PrimaryColumn({ type: 'text' })
  code!: string;

  @Column({ type: 'text' })
  message!: string;

  @Column({ type: 'text' })
  text!: string;
}
