import { defaultAgreement, durationMilliseconds } from '@baton/domain';
import type { TopicEvent } from './generated-event-log.ts';
import type { ExpectedHandoff } from './oracle-handoffs.ts';

/** In minutes, of the newest agreement for all sources. */
export function firstContactLimits(events: readonly TopicEvent[], asOf: string): number[] {
  const published = events
    .flatMap((event) => (event.topic === 'agreement' ? [event.data] : []))
    .filter(({ version, publishedAt, agreement }) => {
      const isKnown = version === 1 || Date.parse(publishedAt) <= Date.parse(asOf);
      return isKnown && agreement.sources === undefined;
    });
  const newest = published.sort((a, b) => b.version - a.version)[0]?.agreement ?? defaultAgreement;
  return newest.reports.firstContactLimits.map((limit) => durationMilliseconds(limit) / 60_000);
}

/** The range of minutes from the signal to the first touch. */
export function firstContactBucketOf(
  { firstTouchAt: touchedAt, signalAt, firstAt }: ExpectedHandoff,
  limits: readonly number[],
): string {
  if (touchedAt === undefined) return firstAt('ended') === undefined ? 'still waiting' : 'never';
  const minutes = (touchedAt - signalAt) / 60_000;
  const over = limits.filter((limit) => minutes > limit).at(-1);
  const within = limits.find((limit) => minutes <= limit);
  if (within === undefined) return `>${over} min`;
  return over === undefined ? `0–${within} min` : `>${over}–${within} min`;
}
