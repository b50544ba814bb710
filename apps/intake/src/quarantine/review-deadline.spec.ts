import { defaultAgreement, WorkingTime } from '@baton/domain';
import { agreementCalendar } from '@baton/service/calendar';
import { reviewDeadline } from './review-deadline.ts';

const review = (receivedAt: string, reviewWithin = defaultAgreement.quarantine.reviewWithin): string => {
  const time = new WorkingTime(agreementCalendar(defaultAgreement, receivedAt));
  return reviewDeadline(new Date(receivedAt), { time, reviewWithin }).toISOString();
};

describe('reviewDeadline', () => {
  it.each([
    ['on a weekday morning', 'the next morning', '2026-03-03T09:00:00+03:00', '2026-03-04T09:00:00+03:00'],
    ['on a Friday evening', 'Tuesday morning', '2026-03-13T19:00:00+03:00', '2026-03-17T09:00:00+03:00'],
    ['before a holiday', 'the day after it', '2026-06-11T15:00:00+03:00', '2026-06-15T15:00:00+03:00'],
  ])('a message received %s is due for review by %s', (_, __, receivedAt, reviewDueAt) => {
    expect(review(receivedAt)).toBe(new Date(reviewDueAt).toISOString());
  });

  it('the agreement says how soon a message is due for review', () => {
    const due = new Date('2026-03-05T09:00:00+03:00').toISOString();
    expect(review('2026-03-03T09:00:00+03:00', 'PT48H')).toBe(due);
  });
});
