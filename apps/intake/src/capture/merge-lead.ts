import { namesAgree, numberOf } from '@baton/domain';
import type { LeadSnapshot, Signal } from '@baton/domain';
import type { Person, Profile } from '../parsing/normalised-lead.ts';

/**
 * Merges a new signal into a known lead. Source, channel and campaign stay those of the first signal (each signal
 * also carries its own). For everything else the signal received last wins.
 */
export function mergeSnapshot(known: LeadSnapshot, incoming: Profile, signal: Signal): LeadSnapshot {
  const { source, channel, campaign } = known;
  const [older, newer] = isOutOfOrder(known, signal) ? [incoming, known] : [known, incoming];
  const { contactRefusedAt: refusedBefore, ...knownWithoutRefusal } = known;
  const refusedAt = newer.consent === true ? undefined : (refusedBefore ?? refusalOf(incoming, signal));
  return {
    ...knownWithoutRefusal,
    ...withoutRefusal(older),
    ...withoutRefusal(newer),
    source,
    ...(channel !== undefined && { channel }),
    ...(campaign !== undefined && { campaign }),
    reachableBy: [...new Set([...known.reachableBy, ...incoming.reachableBy])],
    flags: mergeFlags(known, incoming),
    consent: newer.consent ?? older.consent,
    ...(refusedAt !== undefined && { contactRefusedAt: refusedAt }),
    signals: appendSignal(known.signals, signal),
  };
}

/** A refused consent counts from the signal that it came with. Only a later consent lifts it. */
export const refusalOf = ({ consent }: Profile, { receivedAt }: Signal): string | undefined =>
  consent === false ? receivedAt : undefined;

function withoutRefusal({ contactRefusedAt: _, ...profile }: Profile): Profile {
  return profile;
}

/** A signal that is replayed from quarantine can be older than signals the lead already has. */
const isOutOfOrder = ({ signals }: LeadSnapshot, { receivedAt }: Signal): boolean =>
  signals.some((other) => Date.parse(receivedAt) < Date.parse(other.receivedAt));

/** Without a limit, the lead's events would grow until Kafka refuses them. More signals would change no judgement. */
const MAX_SIGNALS = 100;

/** Keeps the first signal, which created the lead, and the latest of the others. */
function appendSignal(known: Signal[], signal: Signal): Signal[] {
  return known.length < MAX_SIGNALS ? [...known, signal] : [...known.slice(0, 1), ...known.slice(2), signal];
}

/** Flags accumulate, except bot: one submission that looks human outweighs all that looked like a bot's. */
function mergeFlags(known: Profile, incoming: Profile): Profile['flags'] {
  const isBot = known.flags.includes('bot') && incoming.flags.includes('bot');
  return [...new Set([...known.flags, ...incoming.flags])].filter((flag) => flag !== 'bot' || isBot);
}

/** The signal received last wins, but a fuller name and a phone's extension are not lost to a shorter one. */
export function mergePerson(
  { person, snapshot }: { person: Person; snapshot: LeadSnapshot },
  incoming: Person,
  signal: Signal,
): Person {
  const [older, newer] = isOutOfOrder(snapshot, signal) ? [incoming, person] : [person, incoming];
  const merged = { ...older, ...newer };
  if (older.name !== undefined && isFuller(older.name, merged.name)) merged.name = older.name;
  if (older.phone !== undefined && numberOf(older.phone) === merged.phone) merged.phone = older.phone;
  return merged;
}

const isFuller = (name: string, other: string | undefined): boolean =>
  other !== undefined && namesAgree(name, other) && name.split(' ').length > other.split(' ').length;
