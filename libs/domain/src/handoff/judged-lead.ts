import type { CriterionAnswer } from '../judging/judgement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';

/** The judged lead that a handoff starts with, without personal data. */
export interface JudgedLead {
  /** Who or what created the lead: a person's or an integration's id, `event-source:` with its name, or a file. */
  createdBy: string;
  lead: LeadSnapshot;
  answers: CriterionAnswer[];
  askedCriteria: string[];
  score: number;
  /** Receipt of the signal that made the lead an MQL. */
  signalReceivedAt: string;
}
