import { randomUUID } from 'node:crypto';
import type { LeadCaptured, LeadJudged } from '@baton/contracts';
import { defaultAgreement, judge } from '@baton/domain';
import type { LeadSnapshot, Signal } from '@baton/domain';

/** When the signals of the factories are received: a Monday morning. */
export const FIXED_MOMENT = '2026-03-02T09:00:00.000Z';

/** Never the same as in another spec on the same engines. */
export const uniqueLeadId = (): string => randomUUID();

export function aSignal(changes: Partial<Signal> = {}): Signal {
  return { signalId: `signal-${randomUUID()}`, kind: 'request', receivedAt: FIXED_MOMENT, ...changes };
}

/** A lead that fits the default agreement and asked to be contacted. */
export function aLead(changes: Partial<LeadSnapshot> = {}): LeadSnapshot {
  return {
    source: 'website',
    channel: 'organic',
    industry: 'logistics',
    segment: 'medium',
    role: 'owner',
    country: 'DE',
    language: 'de',
    companyDomain: 'customer.example',
    reachableBy: ['phone', 'email'],
    flags: [],
    consent: true,
    signals: [aSignal()],
    ...changes,
  };
}

/** A lead without a known profile. */
export function aLeadWithoutProfile(changes: Partial<LeadSnapshot> = {}): LeadSnapshot {
  return {
    source: 'website',
    reachableBy: ['email'],
    flags: [],
    consent: null,
    signals: [aSignal()],
    ...changes,
  };
}

/** The event that intake publishes for the last signal of the lead. */
export function aLeadCaptured(changes: Partial<LeadCaptured> = {}): LeadCaptured {
  const lead = changes.lead ?? aLead();
  return {
    leadId: uniqueLeadId(),
    signalId: lastSignal(lead).signalId,
    isNew: lead.signals.length === 1,
    createdBy: 'website-form',
    lead,
    ...changes,
  };
}

/** The event that scoring publishes for a lead under the default agreement; for an MQL with its first handoff. */
export function aLeadJudged(changes: Partial<LeadJudged> = {}): LeadJudged {
  const lead = changes.lead ?? aLead();
  const judgement = judge(lead, defaultAgreement);
  const { signalId, receivedAt } = lastSignal(lead);
  return {
    ...judgement,
    leadId: uniqueLeadId(),
    signalId,
    signalReceivedAt: receivedAt,
    agreementVersion: 1,
    ...(judgement.verdict === 'mql' && { handoffNumber: 1 }),
    createdBy: 'website-form',
    lead,
    ...changes,
  };
}

function lastSignal(lead: LeadSnapshot): Signal {
  const last = lead.signals.at(-1);
  if (last === undefined) throw new Error('A lead needs at least one signal.');
  return last;
}
