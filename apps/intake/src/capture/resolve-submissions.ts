import { leadCaptured } from '@baton/contracts';
import type { LeadCaptured } from '@baton/contracts';
import { namesAgree } from '@baton/domain';
import type { LikelyDuplicateReason, Signal } from '@baton/domain';
import type { OutgoingMessage } from '@baton/messaging';
import { withZones } from '../local-time/lead-zones.ts';
import { remarkOn } from '../parsing/remark.ts';
import type { Remark } from '../parsing/remark.ts';
import { givenTexts } from './given-texts.ts';
import type { GivenText } from './given-texts.ts';
import type { LeadKey, LeadKeyKind } from './lead-keys.ts';
import { matchLeads } from './match-leads.ts';
import type { KnownLead, Matches } from './match-leads.ts';
import { mergePerson, mergeSnapshot, refusalOf } from './merge-lead.ts';
import type { CapturedSignal, CaptureResult, Submission } from './submission.ts';

/** What the database holds about a batch of submissions before the batch is captured. */
export interface StoredState {
  /** Results of earlier submissions, by identity. */
  previousResults: Map<string, PreviousResult>;
  /** Results of earlier submissions, by delivery. */
  deliveries: Map<string, CapturedSignal>;
  /** Leads by the digests of their keys. */
  leadsByKey: Map<string, { leadId: string; kind: LeadKeyKind }[]>;
  leads: Map<string, KnownLead>;
}

interface PreviousResult {
  captured: CapturedSignal;
  bodyDigest?: string;
}

/** Everything that a batch changes, written in one transaction. */
export interface Changes {
  leads: Map<string, KnownLead & { firstReceivedAt: Date }>;
  keys: (LeadKey & { leadId: string })[];
  remarks: (Remark & { leadId: string; signalId: string })[];
  likelyDuplicates: { leadId: string; otherLeadId: string; reason: LikelyDuplicateReason; foundAt: Date }[];
  texts: GivenText[];
  rawSubmissions: { submission: Submission; captured: CapturedSignal }[];
  messages: OutgoingMessage[];
}

/** Decides for each submission, in order of arrival, whether it is a new lead, a signal of a known lead, or a duplicate. */
export function resolveSubmissions(
  submissions: readonly Submission[],
  stored: StoredState,
): { results: CaptureResult[]; changes: Changes } {
  const changes: Changes = {
    leads: new Map(),
    keys: [],
    remarks: [],
    likelyDuplicates: [],
    texts: [],
    rawSubmissions: [],
    messages: [],
  };
  const results = submissions.map((submission): CaptureResult => {
    const repeated = repeatedResult(submission, stored);
    if (repeated) return repeated;

    const { lead: before, likelyDuplicates } = matchingLeads(submission, stored);
    if (before && submission.importedHistory) return { kind: 'duplicate', captured: latestSignalOf(before) };
    const newKeys = keysToAdd(submission, before, stored);
    const lead = applySignal(before, submission, newKeys);
    const captured = { leadId: lead.leadId, signalId: submission.signalId, isNew: before === undefined };

    remember(stored, submission, lead, newKeys, captured);
    const firstReceivedAt = changes.leads.get(lead.leadId)?.firstReceivedAt ?? submission.receivedAt;
    changes.leads.set(lead.leadId, { ...lead, firstReceivedAt });
    changes.keys.push(...newKeys.map((key) => ({ ...key, leadId: lead.leadId })));
    for (const { leadId: otherLeadId, reason } of likelyDuplicates)
      changes.likelyDuplicates.push({ leadId: lead.leadId, otherLeadId, reason, foundAt: submission.receivedAt });
    addRemarks(changes, submission, captured, before);
    changes.texts.push(...givenTexts(submission, captured));
    changes.rawSubmissions.push({ submission, captured });
    changes.messages.push(capturedMessage(lead, submission, captured));
    return { kind: 'captured', captured, likelyDuplicates: likelyDuplicates.map(({ reason }) => reason) };
  });
  return { results, changes };
}

function repeatedResult({ identity, delivery }: Submission, stored: StoredState): CaptureResult | undefined {
  const previous = identity && stored.previousResults.get(identity.digest);
  if (previous) return duplicateResult(previous, identity.bodyDigest);
  const captured = delivery === undefined ? undefined : stored.deliveries.get(delivery);
  return captured && { kind: 'duplicate', captured };
}

/**
 * The lead that a submission belongs to. An imported row matches only by its external id, not by phone or e-mail:
 * the file's owner kept its rows apart, and imported history must not change a lead that is already known.
 */
function matchingLeads(submission: Submission, { leadsByKey, leads }: StoredState): Matches {
  if (!submission.importedHistory) return matchLeads(submission, leadsByKey, leads);
  const keys = submission.keys.filter(({ kind }) => kind === 'external');
  return { ...matchLeads({ ...submission, keys }, leadsByKey, leads), likelyDuplicates: [] };
}

/** Every key of the submission that its lead lacks. An imported row takes only the keys that no other lead has. */
function keysToAdd({ keys, importedHistory }: Submission, before: KnownLead | undefined, { leadsByKey }: StoredState) {
  return keys.filter(({ digest, kind }) => {
    const holders = (leadsByKey.get(digest) ?? []).filter((holder) => holder.kind === kind);
    return importedHistory
      ? holders.length === 0
      : !before?.keys.some((key) => key.digest === digest && key.kind === kind);
  });
}

/** Later submissions of the batch find what this one stored. */
function remember(
  { previousResults, deliveries, leadsByKey, leads }: StoredState,
  { identity, delivery }: Submission,
  lead: KnownLead,
  newKeys: readonly LeadKey[],
  captured: CapturedSignal,
): void {
  leads.set(lead.leadId, lead);
  for (const { digest, kind } of newKeys)
    leadsByKey.set(digest, [...(leadsByKey.get(digest) ?? []), { leadId: lead.leadId, kind }]);
  if (identity) previousResults.set(identity.digest, { captured, ...identity });
  if (delivery !== undefined) deliveries.set(delivery, captured);
}

const latestSignalOf = ({ leadId, snapshot }: KnownLead): CapturedSignal => ({
  leadId,
  signalId: snapshot.signals.at(-1)?.signalId ?? leadId,
  isNew: false,
});

function duplicateResult(previous: PreviousResult, bodyDigest: string | undefined): CaptureResult {
  // Erasing a person deletes the body digest, so there is nothing left to compare.
  return bodyDigest === undefined || previous.bodyDigest === undefined || bodyDigest === previous.bodyDigest
    ? { kind: 'duplicate', captured: previous.captured }
    : { kind: 'conflict' };
}

function applySignal(before: KnownLead | undefined, submission: Submission, newKeys: readonly LeadKey[]): KnownLead {
  const { profile, person } = submission.lead;
  const signal = signalOf(submission);
  if (!before) {
    const refusedAt = refusalOf(profile, signal);
    const refusal = refusedAt === undefined ? {} : { contactRefusedAt: refusedAt };
    const snapshot = withZones({ ...profile, ...refusal, signals: [signal] }, person, signal.receivedAt);
    return { leadId: submission.newLeadId, person, snapshot, keys: newKeys };
  }
  const merged = mergePerson(before, person, signal);
  return {
    leadId: before.leadId,
    person: merged,
    snapshot: withZones(mergeSnapshot(before.snapshot, profile, signal), merged, signal.receivedAt),
    keys: [...before.keys, ...newKeys],
  };
}

function signalOf({ signalId, lead, receivedAt }: Submission): Signal {
  const { channel, campaign } = lead.profile;
  return {
    signalId,
    kind: lead.signal,
    receivedAt: receivedAt.toISOString(),
    ...(channel !== undefined && { channel }),
    ...(campaign !== undefined && { campaign }),
  };
}

/** A lead shows one name, so that a person who reads it can see the other one that was given with the same contact. */
function addRemarks(
  changes: Changes,
  { lead }: Submission,
  { leadId, signalId }: CapturedSignal,
  before: KnownLead | undefined,
): void {
  const remarks = [...lead.remarks];
  const [known, given] = [before?.person.name, lead.person.name];
  if (known !== undefined && given !== undefined && !namesAgree(known, given)) {
    const other = changes.leads.get(leadId)?.person.name === given ? known : given;
    const message = 'was given as another name for the same phone or e-mail address';
    remarks.push(remarkOn({ field: 'name', code: 'other-name', message }, other));
  }
  changes.remarks.push(...remarks.map((remark) => ({ ...remark, leadId, signalId })));
}

function capturedMessage(lead: KnownLead, submission: Submission, captured: CapturedSignal): OutgoingMessage {
  const { createdBy, importedHistory, traceparent } = submission;
  const data: LeadCaptured = {
    ...captured,
    createdBy,
    lead: lead.snapshot,
    ...(importedHistory && { importedHistory }),
  };
  return {
    topic: leadCaptured.topic,
    key: lead.leadId,
    event: {
      id: `${captured.leadId}/${captured.signalId}`,
      source: '/baton/intake',
      type: leadCaptured.type,
      time: submission.receivedAt.toISOString(),
      subject: captured.leadId,
      data,
      ...(traceparent !== undefined && { traceparent }),
    },
  };
}
