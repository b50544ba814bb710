import type { LeadSnapshot, Signal } from '@baton/domain';
import type { Person, Profile } from '../reading/normal-lead.ts';

/**
 * A known lead with what a new signal says of it. Source, channel and campaign stay those that brought the lead first
 * (each signal carries its own); of everything else the latest that was said stands.
 */
export function mergeSnapshot(known: LeadSnapshot, brought: Profile, signal: Signal): LeadSnapshot {
  const { source, channel, campaign } = known;
  return {
    ...known,
    ...brought,
    source,
    ...(channel === undefined ? {} : { channel }),
    ...(campaign === undefined ? {} : { campaign }),
    reachableBy: [...new Set([...known.reachableBy, ...brought.reachableBy])],
    flags: mergeFlags(known, brought),
    consent: brought.consent ?? known.consent,
    signals: withSignal(known.signals, signal),
  };
}

/** Beyond these a lead tells nothing new, and its events would grow until Kafka refuses them. */
const mostSignals = 100;

/** The first signal brought the lead and stays; of the others the latest. */
function withSignal(known: Signal[], signal: Signal): Signal[] {
  return known.length < mostSignals ? [...known, signal] : [...known.slice(0, 1), ...known.slice(2), signal];
}

/** What a mail address showed stays shown. But one signal that looks human outweighs all that looked like a bot's. */
function mergeFlags(known: Profile, brought: Profile): Profile['flags'] {
  const isBot = known.flags.includes('bot') && brought.flags.includes('bot');
  return [...new Set([...known.flags, ...brought.flags])].filter((flag) => flag !== 'bot' || isBot);
}

export const mergePerson = (known: Person, brought: Person): Person => ({ ...known, ...brought });
