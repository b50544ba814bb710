import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The person behind a lead. The row is gone when the person is erased. */
@Entity({ name: 'person', schema: 'intake' })
export class PersonEntity {
  @PrimaryColumn({ name: 'lead_id', type: 'uuid' })
  leadId!: string;

  @Column({ type: 'text', nullable: true })
  name!: string | null;

  /** The latest one, E.164; all that are known are in LeadKeyEntity. */
  @Column({ type: 'text', nullable: true })
  phone!: string | null;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column({ name: 'company_name', type: 'text', nullable: true })
  companyName!: string | null;
}
