export const answerValues = ['yes', 'no', 'unknown'] as const;
export type AnswerValue = (typeof answerValues)[number];

/** `asked` means that the answer is unknown and the rep must ask the lead. */
export const answerEffects = ['passed', 'failed', 'asked'] as const;
export type AnswerEffect = (typeof answerEffects)[number];

/** The answer to a criterion with its evidence. */
export interface CriterionAnswer {
  criterion: string;
  answer: AnswerValue;
  /** The attribute and the value that decided the answer; never personal data. */
  evidence: { attribute: string; value?: string };
  effect: AnswerEffect;
}

export const verdicts = ['mql', 'nurtured', 'rejected'] as const;
export type Verdict = (typeof verdicts)[number];

/** From 0 to 100. The points of the reasons add up to it. */
export interface Score {
  points: number;
  reasons: { reason: string; points: number }[];
}

export interface Judgement {
  verdict: Verdict;
  answers: CriterionAnswer[];
  /** Criteria that the rep must ask about before the lead can become an SQL. */
  askedCriteria: string[];
  score: Score;
}
