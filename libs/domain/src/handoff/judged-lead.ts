import type { CriterionAnswer } from '../judging/judgement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';

/** What brought a postponed lead back: its date, or a direct signal before that. */
export const resumeCauses = ['date', 'direct-signal'] as const;
export type ResumeCause = (typeof resumeCauses)[number];

/** The handoff that ended postponed, and whose lead this one continues with. */
export interface Resumption {
  handoffNumber: number;
  cause: ResumeCause;
  /** The owner who postponed the lead and gets it back. After a direct signal it is routed like any other lead. */
  ownerId?: string;
}

/** The judged lead that a handoff starts with, without personal data. */
export interface JudgedLead {
  /** Who or what created the lead: a person's or an integration's id, `event-source:` with its name, or a file. */
  createdBy: string;
  lead: LeadSnapshot;
  answers: CriterionAnswer[];
  askedCriteria: string[];
  score: number;
  /** Receipt of the signal that made the lead an MQL; for a lead that comes back on its date, that moment. */
  signalReceivedAt: string;
  /** Present when the lead had been postponed. It comes back on its date without a new judgement. */
  resumes?: Resumption;
}
