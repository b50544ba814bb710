import type { HandoffStepRecorded } from '@baton/contracts';

export interface HandoffRecordResponse {
  handoffId: string;
  leadId: string;
  handoffNumber: number;
  agreementVersion: number | null;
  /** Everyone who has owned the handoff, with their teams. */
  owners: { rep: string | null; team: string | null; from: string; until: string | null }[];
  outcomes: { outcomeId: string; outcome: string; at: string; amount: number | null; currency: string | null }[];
  /** The record as it was committed. */
  steps: HandoffStepRecorded[];
}
