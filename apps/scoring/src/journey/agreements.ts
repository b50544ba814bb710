import { agreementFor, defaultAgreement } from '@baton/domain';
import type { PublishedAgreement } from '@baton/domain';
import { isBefore } from './moments.ts';

/** The versions that scoring has read, by number. */
export type Agreements = ReadonlyMap<number, PublishedAgreement>;

/** In force from the start, without being published. */
export const initialAgreement: PublishedAgreement = {
  version: 1,
  publishedAt: '2026-01-01T00:00:00.000Z',
  publishedBy: 'baton',
  agreement: defaultAgreement,
};

/** A published version 1 replaces the built-in one, which a later release of the code may have changed. */
export const agreementsByVersion = (published: readonly PublishedAgreement[]): Agreements =>
  new Map([initialAgreement, ...published].map((each) => [each.version, each]));

/** The agreement in force when the signal was received, so that judging it late or again gives the same result. */
export function agreementInForce(receivedAt: string, source: string, agreements: Agreements): PublishedAgreement {
  const inForce = [...agreements.values()].filter(
    ({ version, publishedAt }) => version === 1 || !isBefore(receivedAt, publishedAt),
  );
  return agreementFor(source, inForce) ?? initialAgreement;
}
