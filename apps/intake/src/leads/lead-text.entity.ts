import { Column, Entity, PrimaryColumn } from 'typeorm';

export const writtenTextKinds = ['note', 'touch', 'return', 'next-step', 'contest', 'verdict'] as const;
/** `message` is the lead's own; the others are what people wrote about the lead. */
export type TextKind = (typeof writtenTextKinds)[number] | 'message';

/** Free text about a person. Everywhere else only its id is known. */
@Entity({ name: 'lead_text', schema: 'intake' })
export class LeadTextEntity {
  @PrimaryColumn({ name: 'lead_id', type: 'uuid' })
  leadId!: string;

  @PrimaryColumn({ name: 'text_id', type: 'text' })
  textId!: string;

  @Column({ type: 'text' })
  kind!: TextKind;

  @Column({ type: 'text' })
  text!: string;

  @Column({ name: 'author_id', type: 'text' })
  authorId!: string;

  @Column({ name: 'written_at', type: 'timestamptz' })
  writtenAt!: Date;
}
