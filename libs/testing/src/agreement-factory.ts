import type { AgreementPublished } from '@baton/contracts';
import { defaultAgreement, roundTheClock } from '@baton/domain';
import type { Agreement } from '@baton/domain';

export interface ShortPromiseOptions {
  /** Only for these sources; by default for all. */
  sources?: string[];
  /** ISO 8601 durations, such as `PT2S`. */
  transfer?: string;
  acceptance?: string;
  firstContact?: string;
  touches?: string;
  returnReview?: string;
  countOnceWithin?: string;
}

/** The default agreement with promises so short that a test sees them break. */
export function aShortAgreement(terms: ShortPromiseOptions = {}): Agreement {
  const { promises, touches, calendar, routing } = defaultAgreement;
  return {
    ...defaultAgreement,
    title: 'Short durations for a test',
    ...(terms.sources && { sources: terms.sources }),
    // Around the clock, because tests run at any time.
    calendar: { zone: calendar.zone, hours: roundTheClock, specialDays: [] },
    // Most tests are not about slots.
    routing: { ...routing, slots: 100 },
    promises: {
      ...promises,
      transfer: { ...promises.transfer, within: terms.transfer ?? 'PT1S' },
      acceptance: { ...promises.acceptance, within: terms.acceptance ?? 'PT2S' },
      'first-contact': { ...promises['first-contact'], within: terms.firstContact ?? 'PT2S' },
      touches: { ...promises.touches, within: terms.touches ?? 'PT10S' },
      'return-review': { ...promises['return-review'], within: terms.returnReview ?? 'PT24H' },
    },
    touches: { ...touches, countOnceWithin: terms.countOnceWithin ?? 'PT0.01S', cadence: [] },
  };
}

export function aPublishedAgreement(changes: Partial<AgreementPublished> = {}): AgreementPublished {
  return {
    version: 2,
    publishedAt: '2026-01-01T00:00:00.000Z',
    publishedBy: 'admin-1',
    agreement: aShortAgreement(),
    ...changes,
  };
}
