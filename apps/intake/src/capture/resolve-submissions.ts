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

/** What was stored before the submissions of a batch came. */
export interface StoredState {
  /** Answers already given, by identity. */
  previousResults: Map<string, { captured: CapturedSignal; bodyDigest?: string }>;
  /** Lead ids by the digests of their keys. */
  leadIds: Map<string, string>;
  leads: Map<string, KnownLead>;
}

/** What a batch changes, to be written in one transaction. */
export interface Changes {
  leads: Map<string, KnownLead & { firstReceivedAt: Date }>;
  keys: (LeadKey & { leadId: string })[];
  texts: { leadId: string; textId: string; text: string; authorId: string; at: Date }[];
  receipts: { submission: Submission; captured: CapturedSignal }[];
  messages: OutgoingMessage[];
}

/** Decides, in the order of arrival, what each submission is: a lead, a signal of a known one, or a repetition. */
export function resolveSubmissions(
  submissions: readonly Submission[],
  { previousResults: answers, leadIds, leads }: StoredState,
): { results: CaptureResult[]; changes: Changes } {
  const changes: Changes = { leads: new Map(), keys: [], texts: [], receipts: [], messages: [] };
  const results = submissions.map((submission): CaptureResult => {
    const { identity, keys } = submission;
    const previous = identity && answers.get(identity.digest);
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
    if (identity) answers.set(identity.digest, { captured, ...identity });
    addTexts(changes, submission, captured);
    changes.receipts.push({ submission, captured });
    changes.messages.push(capturedMessage(lead, submission, captured));
    return { kind: 'captured', captured };
  });
  return { results, changes };
}

/**
 * The lead that the keys point to. Of the past each row stays a lead of its own, as whoever kept the file saw it: only
 * its own id makes it known, and then there is nothing to add to a lead that lives.
 */
function knownLead(
  { importedHistory, keys }: Submission,
  { leadIds, leads }: Pick<StoredState, 'leadIds' | 'leads'>,
): KnownLead | undefined {
  const deciding = importedHistory ? keys.filter(({ kind }) => kind === 'external') : keys;
  const leadId = deciding.map(({ digest }) => leadIds.get(digest)).find((id) => id !== undefined);
  return leadId === undefined ? undefined : leads.get(leadId);
}

const latestSignalOf = ({ leadId, snapshot }: KnownLead): CapturedSignal => ({
  leadId,
  signalId: snapshot.signals.at(-1)?.signalId ?? leadId,
  isNew: false,
});

function duplicateResult(
  answered: { captured: CapturedSignal; bodyDigest?: string },
  bodyDigest: string | undefined,
): CaptureResult {
  // Of a person who was erased nobody knows any more what the request said.
  return bodyDigest === undefined || answered.bodyDigest === undefined || bodyDigest === answered.bodyDigest
    ? { kind: 'duplicate', captured: answered.captured }
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
    ...(channel === undefined ? {} : { channel }),
    ...(campaign === undefined ? {} : { campaign }),
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
    ...(importedHistory === undefined ? {} : { importedHistory }),
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
      ...(traceparent === undefined ? {} : { traceparent }),
    },
  };
}
