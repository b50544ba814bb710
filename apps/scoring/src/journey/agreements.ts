import { agreementFor, defaultAgreement } from '@baton/domain';
import type { PublishedAgreement } from '@baton/domain';
import { isBefore } from './handoffs.ts';

/** The versions known here, by number. */
export type Agreements = ReadonlyMap<number, PublishedAgreement>;

/** What holds from the first day on, without anybody publishing it. */
export const initialAgreement: PublishedAgreement = {
  version: 1,
  publishedAt: '2026-01-01T00:00:00.000Z',
  publishedBy: 'baton',
  agreement: defaultAgreement,
};

/** A published version 1 goes before the one built in, which a later release of the code may have changed. */
export const agreementsByVersion = (published: readonly PublishedAgreement[]): Agreements =>
  new Map([initialAgreement, ...published].map((each) => [each.version, each]));

/** What was in force for the source when the signal was received: so a judgement made late, or again, is the same. */
export function agreementInForce(receivedAt: string, source: string, agreements: Agreements): PublishedAgreement {
  const inForce = [...agreements.values()].filter(
    ({ version, publishedAt }) => version === 1 || !isBefore(receivedAt, publishedAt),
  );
  return agreementFor(source, inForce) ?? initialAgreement;
}
