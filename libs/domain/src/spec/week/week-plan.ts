import type { HandoffCommand } from '../../handoff/commands.ts';
import type { Proof } from '../../handoff/evidence.ts';

/** A return of the week: of which lead, why, and what marketing and the arbiter say. */
export interface PlannedReturn {
  /** Which of the 600 leads, by arrival. */
  lead: number;
  reason: string;
  proof: Proof;
  needsConversation: boolean;
  /** When marketing answers, in hours after the return. */
  reviewedAfterHours: number;
  verdict?: Extract<HandoffCommand, { type: 'decide-dispute' }>;
}

const record: Proof = { kind: 'call-record', reference: 'call-1' };
const upheld = { type: 'decide-dispute', verdict: 'upheld', fault: 'lead', disposition: 'nurtured' } as const;

/** Ten returns, of which marketing contests four. One review is late. */
export const plannedReturns: PlannedReturn[] = [
  {
    lead: 12,
    reason: 'duplicate',
    proof: { kind: 'lead-id', reference: 'lead-3' },
    needsConversation: false,
    reviewedAfterHours: 3,
  },
  {
    lead: 60,
    reason: 'bot',
    proof: { kind: 'document', reference: 'log-1' },
    needsConversation: false,
    reviewedAfterHours: 2,
  },
  {
    lead: 95,
    reason: 'no-budget',
    proof: record,
    needsConversation: true,
    reviewedAfterHours: 4,
    verdict: { type: 'decide-dispute', verdict: 'overturned', fault: 'sales' },
  },
  {
    lead: 140,
    reason: 'student',
    proof: { kind: 'link', reference: 'https://university.example' },
    needsConversation: false,
    reviewedAfterHours: 20,
  },
  { lead: 170, reason: 'no-need', proof: record, needsConversation: true, reviewedAfterHours: 3, verdict: upheld },
  {
    lead: 222,
    reason: 'competitor',
    proof: { kind: 'link', reference: 'https://competitor.example' },
    needsConversation: false,
    reviewedAfterHours: 5,
    verdict: { type: 'decide-dispute', verdict: 'overturned', fault: 'sales' },
  },
  { lead: 300, reason: 'not-a-decision-maker', proof: record, needsConversation: true, reviewedAfterHours: 50 },
  {
    lead: 350,
    reason: 'duplicate',
    proof: { kind: 'lead-id', reference: 'lead-9' },
    needsConversation: false,
    reviewedAfterHours: 6,
    verdict: upheld,
  },
  { lead: 410, reason: 'no-budget', proof: record, needsConversation: true, reviewedAfterHours: 2 },
  { lead: 470, reason: 'misrouted', proof: { kind: 'note' }, needsConversation: false, reviewedAfterHours: 4 },
];

/** What leads do by themselves, some hours after they arrived. */
export const leadActions: {
  lead: number;
  afterHours: number;
  action: 'asks-again' | 'downloads' | 'replies' | 'calls' | 'opts-out' | 'is-erased';
}[] = [
  ...[20, 75, 110, 160, 240, 330, 400, 455].map((lead) => ({ lead, afterHours: 27, action: 'asks-again' as const })),
  ...[25, 80, 200, 280, 380].map((lead) => ({ lead, afterHours: 22, action: 'downloads' as const })),
  ...[33, 84, 150, 260, 360, 440].map((lead) => ({ lead, afterHours: 6, action: 'replies' as const })),
  ...[40, 90, 230, 290, 370].map((lead) => ({ lead, afterHours: 2, action: 'calls' as const })),
  ...[50, 180, 310].map((lead) => ({ lead, afterHours: 5, action: 'opts-out' as const })),
  { lead: 270, afterHours: 30, action: 'is-erased' },
];

/** Leads that their first owner declines. */
export const declinedLeads: ReadonlyMap<number, 'capacity' | 'conflict'> = new Map([
  [30, 'conflict'],
  [130, 'capacity'],
  [250, 'conflict'],
  [420, 'capacity'],
]);
