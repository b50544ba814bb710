import type { LeadSnapshot, Signal } from '@baton/domain';
import type { Person, Profile } from '../parsing/normalised-lead.ts';

/**
 * A known lead with what a new signal says of it. Source, channel and campaign stay those that brought the lead first
 * (each signal carries its own); of everything else the latest that was said stands, by when it was received.
 */
export function mergeSnapshot(known: LeadSnapshot, incoming: Profile, signal: Signal): LeadSnapshot {
  const { source, channel, campaign } = known;
  const [older, newer] = isOutOfOrder(known, signal) ? [incoming, known] : [known, incoming];
  return {
    ...known,
    ...older,
    ...newer,
    source,
    ...(channel === undefined ? {} : { channel }),
    ...(campaign === undefined ? {} : { campaign }),
    reachableBy: [...new Set([...known.reachableBy, ...incoming.reachableBy])],
    flags: mergeFlags(known, incoming),
    consent: newer.consent ?? older.consent,
    signals: appendSignal(known.signals, signal),
  };
}

/** Whether the signal was received before another that is known: mended and replayed, it still says what it said then. */
const isOutOfOrder = ({ signals }: LeadSnapshot, { receivedAt }: Signal): boolean =>
  signals.some((other) => Date.parse(receivedAt) < Date.parse(other.receivedAt));

/** Beyond these a lead tells nothing new, and its events would grow until Kafka refuses them. */
const MAX_SIGNALS = 100;

/** The first signal brought the lead and stays; of the others the latest. */
function appendSignal(known: Signal[], signal: Signal): Signal[] {
  return known.length < MAX_SIGNALS ? [...known, signal] : [...known.slice(0, 1), ...known.slice(2), signal];
}

/** What a mail address showed stays shown. But one signal that looks human outweighs all that looked like a bot's. */
function mergeFlags(known: Profile, incoming: Profile): Profile['flags'] {
  const isBot = known.flags.includes('bot') && incoming.flags.includes('bot');
  return [...new Set([...known.flags, ...incoming.flags])].filter((flag) => flag !== 'bot' || isBot);
}

export const mergePerson = (
  { person, snapshot }: { person: Person; snapshot: LeadSnapshot },
  incoming: Person,
  signal: Signal,
): Person => (isOutOfOrder(snapshot, signal) ? { ...incoming, ...person } : { ...person, ...incoming });
