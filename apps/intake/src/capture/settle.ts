import { leadCaptured } from '@baton/contracts';
import type { LeadCaptured } from '@baton/contracts';
import type { LeadSnapshot, Signal } from '@baton/domain';
import type { OutgoingMessage } from '@baton/messaging';
import type { Person } from '../reading/normal-lead.ts';
import type { LeadKey } from './lead-keys.ts';
import { mergePerson, mergeSnapshot } from './merge-lead.ts';
import type { Captured, CaptureResult, Submission } from './submission.ts';

export interface KnownLead {
  leadId: string;
  snapshot: LeadSnapshot;
  person: Person;
}

/** What was stored before the submissions of a batch came. */
export interface KnownBefore {
  /** Answers already given, by identity. */
  answers: Map<string, { captured: Captured; bodyDigest?: string }>;
  /** Lead ids by the digests of their keys. */
  leadIds: Map<string, string>;
  leads: Map<string, KnownLead>;
}

/** What a batch changes, to be written in one transaction. */
export interface Changes {
  leads: Map<string, KnownLead & { firstReceivedAt: Date }>;
  keys: (LeadKey & { leadId: string })[];
  texts: { leadId: string; textId: string; text: string; authorId: string; at: Date }[];
  receipts: { submission: Submission; captured: Captured }[];
  messages: OutgoingMessage[];
}

/** Decides, in the order of arrival, what each submission is: a lead, a signal of a known one, or a repetition. */
export function settle(
  submissions: readonly Submission[],
  { answers, leadIds, leads }: KnownBefore,
): { results: CaptureResult[]; changes: Changes } {
  const changes: Changes = { leads: new Map(), keys: [], texts: [], receipts: [], messages: [] };
  const results = submissions.map((submission): CaptureResult => {
    const { identity, keys } = submission;
    const answered = identity && answers.get(identity.digest);
    if (answered) return repeated(answered, identity.bodyDigest);

    const before = knownLead(submission, { leadIds, leads });
    if (before && submission.imported) return { kind: 'repeated', captured: asCaptured(before) };
    const lead = withSignal(before, submission);
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
  { imported, keys }: Submission,
  { leadIds, leads }: Pick<KnownBefore, 'leadIds' | 'leads'>,
): KnownLead | undefined {
  const deciding = imported ? keys.filter(({ kind }) => kind === 'external') : keys;
  const leadId = deciding.map(({ digest }) => leadIds.get(digest)).find((id) => id !== undefined);
  return leadId === undefined ? undefined : leads.get(leadId);
}

const asCaptured = ({ leadId, snapshot }: KnownLead): Captured => ({
  leadId,
  signalId: snapshot.signals.at(-1)?.signalId ?? leadId,
  isNew: false,
});

function repeated(
  answered: { captured: Captured; bodyDigest?: string },
  bodyDigest: string | undefined,
): CaptureResult {
  // Of a person who was erased nobody knows any more what the request said.
  return bodyDigest === undefined || answered.bodyDigest === undefined || bodyDigest === answered.bodyDigest
    ? { kind: 'repeated', captured: answered.captured }
    : { kind: 'other-content' };
}

function withSignal(before: KnownLead | undefined, submission: Submission): KnownLead {
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

function addTexts(changes: Changes, { lead, receivedAt }: Submission, { leadId, signalId }: Captured): void {
  if (lead.message === undefined) return;
  changes.texts.push({ leadId, textId: signalId, text: lead.message, authorId: leadId, at: receivedAt });
}

function capturedMessage(lead: KnownLead, submission: Submission, captured: Captured): OutgoingMessage {
  const { createdBy, imported, traceparent } = submission;
  const data: LeadCaptured = {
    ...captured,
    createdBy,
    lead: lead.snapshot,
    ...(imported === undefined ? {} : { imported }),
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
