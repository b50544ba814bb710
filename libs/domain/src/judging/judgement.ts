/** A criterion's answer with what it rests on. */
export interface CriterionAnswer {
  criterion: string;
  answer: 'yes' | 'no' | 'unknown';
  /** The attribute and the value that decided; never personal. */
  evidence: { attribute: string; value?: string };
  /** `asked`: unknown, and the rep must answer it. */
  effect: 'passed' | 'failed' | 'asked';
}

export type Verdict = 'mql' | 'nurtured' | 'rejected';

/** A first score from 0 to 100 with what it is made of. */
export interface Score {
  points: number;
  reasons: { reason: string; points: number }[];
}

export interface Judgement {
  verdict: Verdict;
  answers: CriterionAnswer[];
  /** Criteria that the rep must answer before the lead can become SQL. */
  askedCriteria: string[];
  score: Score;
}
