import { leadCaptured } from '@baton/contracts';
import type { LeadCaptured } from '@baton/contracts';
import type { LeadSnapshot, Signal } from '@baton/domain';
import type { OutgoingMessage } from '@baton/messaging';
import type { Person } from '../parsing/normalised-lead.ts';
import type { LeadKey } from './lead-keys.ts';
import { mergePerson, mergeSnapshot } from './merge-lead.ts';
import type { CapturedSignal, CaptureResult, Submission } from './submission.ts';

export interface KnownLead {
  leadId: string;
  snapshot: LeadSnapshot;
  person: Person;
}

/** What the database holds about a batch of submissions before the batch is captured. */
export interface StoredState {
  /** Results of earlier submissions, by identity. */
  previousResults: Map<string, PreviousResult>;
  /** Lead ids by the digests of their keys. */
  leadIds: Map<string, string>;
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
  texts: { leadId: string; textId: string; text: string; authorId: string; at: Date }[];
  rawSubmissions: { submission: Submission; captured: CapturedSignal }[];
  messages: OutgoingMessage[];
}

/** Decides for each submission, in order of arrival, whether it is a new lead, a signal of a known lead, or a duplicate. */
export function resolveSubmissions(
  submissions: readonly Submission[],
  { previousResults, leadIds, leads }: StoredState,
): { results: CaptureResult[]; changes: Changes } {
  const changes: Changes = { leads: new Map(), keys: [], texts: [], rawSubmissions: [], messages: [] };
  const results = submissions.map((submission): CaptureResult => {
    const { identity, keys } = submission;
    const previous = identity && previousResults.get(identity.digest);
    if (previous) return duplicateResult(previous, identity.bodyDigest);

    const before = knownLead(submission, { leadIds, leads });
    if (before && submission.importedHistory) return { kind: 'duplicate', captured: latestSignalOf(before) };
    const lead = applySignal(before, submission);
    const captured = { leadId: lead.leadId, signalId: submission.signalId, isNew: before === undefined };

    leads.set(lead.leadId, lead);
    const firstReceivedAt = changes.leads.get(lead.leadId)?.firstReceivedAt ?? submission.receivedAt;
    changes.leads.set(lead.leadId, { ...lead, firstReceivedAt });
    for (const key of keys.filter(({ digest }) => !leadIds.has(digest))) {
      leadIds.set(key.digest, lead.leadId);
      changes.keys.push({ ...key, leadId: lead.leadId });
    }
    if (identity) previousResults.set(identity.digest, { captured, ...identity });
    addTexts(changes, submission, captured);
    changes.rawSubmissions.push({ submission, captured });
    changes.messages.push(capturedMessage(lead, submission, captured));
    return { kind: 'captured', captured };
  });
  return { results, changes };
}

/**
 * The lead that a submission belongs to. An imported row matches only by its external id, not by phone or e-mail:
 * the file's owner kept its rows apart, and imported history must not change a lead that is already known.
 */
function knownLead(
  { importedHistory, keys }: Submission,
  { leadIds, leads }: Pick<StoredState, 'leadIds' | 'leads'>,
): KnownLead | undefined {
  const matchingKeys = importedHistory ? keys.filter(({ kind }) => kind === 'external') : keys;
  const leadId = matchingKeys.map(({ digest }) => leadIds.get(digest)).find((id) => id !== undefined);
  return leadId === undefined ? undefined : leads.get(leadId);
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

function applySignal(before: KnownLead | undefined, submission: Submission): KnownLead {
  const { profile, person } = submission.lead;
  const signal = signalOf(submission);
  if (!before) return { leadId: submission.newLeadId, person, snapshot: { ...profile, signals: [signal] } };
  return {
    leadId: before.leadId,
    person: mergePerson(before, person, signal),
    snapshot: mergeSnapshot(before.snapshot, profile, signal),
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

function addTexts(changes: Changes, { lead, receivedAt }: Submission, { leadId, signalId }: CapturedSignal): void {
  if (lead.message === undefined) return;
  changes.texts.push({ leadId, textId: signalId, text: lead.message, authorId: leadId, at: receivedAt });
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
