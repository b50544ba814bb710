import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The person behind a lead. Erasing the person deletes the row. */
@Entity({ name: 'person' })
export class PersonEntity {
  @PrimaryColumn({ name: 'lead_id', type: 'uuid' })
  leadId!: string;

  @Column({ type: 'text', nullable: true })
  name!: string | null;

  /** The latest phone, in E.164 format with its extension. LeadKeyEntity has all of them. */
  @Column({ type: 'text', nullable: true })
  phone!: string | null;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column({ name: 'company_name', type: 'text', nullable: true })
  companyName!: string | null;
}
