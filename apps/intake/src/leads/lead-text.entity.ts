import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { GivenTextKind } from '../capture/given-texts.ts';

export const writtenTextKinds = ['note', 'touch', 'return', 'next-step', 'postpone', 'contest', 'verdict'] as const;
/** The lead wrote a `message`; people of the company wrote the other kinds. */
export type TextKind = (typeof writtenTextKinds)[number] | 'message';

/** Free text about a person. The other services store only its id. */
@Entity({ name: 'lead_text' })
export class LeadTextEntity {
  @PrimaryColumn({ name: 'lead_id', type: 'uuid' })
  leadId!: string;

  @PrimaryColumn({ name: 'text_id', type: 'text' })
  textId!: string;

  @Column({ type: 'text' })
  kind!: TextKind | GivenTextKind;

  @Column({ type: 'text' })
  text!: string;

  @Column({ name: 'author_id', type: 'text' })
  authorId!: string;

  @Column({ name: 'written_at', type: 'timestamptz' })
  writtenAt!: Date;
}
