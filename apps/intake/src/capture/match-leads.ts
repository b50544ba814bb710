import { isOtherPerson, namesAgree } from '@baton/domain';
import type { ContactMethod, LeadSnapshot, LikelyDuplicateReason } from '@baton/domain';
import type { Person } from '../parsing/normalised-lead.ts';
import type { LeadKey, LeadKeyKind } from './lead-keys.ts';
import type { Submission } from './submission.ts';

export interface KnownLead {
  leadId: string;
  snapshot: LeadSnapshot;
  person: Person;
  keys: readonly LeadKey[];
}

/** Leads by the digests of their keys. Several leads can have the same key. */
export type LeadsByKey = ReadonlyMap<string, readonly { leadId: string; kind: LeadKeyKind }[]>;

export interface Matches {
  /** The lead that the submission belongs to; undefined for a new one. */
  lead: KnownLead | undefined;
  /** Other leads that may be the same person. */
  likelyDuplicates: { leadId: string; reason: LikelyDuplicateReason }[];
}

/** A lead that has something in common with a submission. */
interface Candidate {
  lead: KnownLead;
  shared: Set<LeadKeyKind>;
  isNamedAlike: boolean;
}

/** Decides which lead a submission belongs to. docs/intake.md has the rules as a table. */
export function matchLeads(submission: Submission, byKey: LeadsByKey, leads: ReadonlyMap<string, KnownLead>): Matches {
  const candidates = candidatesFor(submission, byKey, leads);
  const { person } = submission.lead;
  const joinable = candidates.filter((candidate) => otherPersonReason(candidate, person) === undefined);
  const [best] = joinable.filter(({ shared }) => isIdentified(shared)).sort(strongestFirst);
  const others = candidates.filter((candidate) => candidate !== best);
  return {
    lead: best?.lead,
    likelyDuplicates: others.flatMap((candidate) => {
      const reason = otherPersonReason(candidate, person) ?? likelyDuplicateReason(candidate);
      return reason === undefined ? [] : [{ leadId: candidate.lead.leadId, reason }];
    }),
  };
}

const isIdentified = (shared: ReadonlySet<LeadKeyKind>): boolean =>
  shared.has('external') || shared.has('phone') || shared.has('email');

function candidatesFor({ keys, lead }: Submission, byKey: LeadsByKey, leads: ReadonlyMap<string, KnownLead>) {
  const candidates = new Map<string, Candidate>();
  for (const key of keys) {
    for (const { leadId, kind } of byKey.get(key.digest) ?? []) {
      const known = leads.get(leadId);
      if (!known) continue;
      const isNamedAlike =
        [lead.person.name, known.person.name].every(Boolean) && namesAgree(lead.person.name, known.person.name);
      const candidate = candidates.get(leadId) ?? { lead: known, shared: new Set(), isNamedAlike };
      // The number alone, with no or another extension, is the switchboard that both share.
      candidate.shared.add(key.kind === kind ? kind : 'switchboard');
      candidates.set(leadId, candidate);
    }
  }
  return [...candidates.values()];
}

/** Why a candidate is somebody else, although a phone or an e-mail address is the same. */
function otherPersonReason({ lead, shared }: Candidate, given: Person): LikelyDuplicateReason | undefined {
  if (shared.has('external') || (shared.has('phone') && shared.has('email'))) return undefined;
  const known = { name: lead.person.name, phones: valuesOf(lead, 'phone'), emails: valuesOf(lead, 'email') };
  if (shared.has('phone') && isOtherPerson(given, known, 'phone')) return 'shared-phone';
  return shared.has('email') && isOtherPerson(given, known, 'email') ? 'shared-email' : undefined;
}

/** Why a candidate that the submission does not belong to may be the same person. */
function likelyDuplicateReason({ shared, isNamedAlike }: Candidate): LikelyDuplicateReason | undefined {
  if (isIdentified(shared)) return 'contacts-of-both';
  return isNamedAlike ? 'same-number-and-name' : undefined;
}

const valuesOf = ({ keys }: KnownLead, kind: ContactMethod): string[] =>
  keys.filter((key) => key.kind === kind).map(({ value }) => value);

/** The source's own id decides, then the number of shared contacts, then the name, then the phone, then the older lead. */
function strongestFirst(a: Candidate, b: Candidate): number {
  const rank = ({ shared, isNamedAlike }: Candidate): number =>
    (shared.has('external') ? 16 : 0) +
    (shared.has('phone') && shared.has('email') ? 8 : 0) +
    (isNamedAlike ? 4 : 0) +
    (shared.has('phone') ? 2 : 0);
  const age = ({ lead }: Candidate): string => `${lead.snapshot.signals[0]?.receivedAt} ${lead.leadId}`;
  return rank(b) - rank(a) || (age(a) < age(b) ? -1 : 1);
}
