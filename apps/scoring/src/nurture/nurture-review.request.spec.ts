import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { NurtureReviewRequest } from './nurture-review.request.ts';

const isTaken = (reason: string): boolean =>
  validateSync(plainToInstance(NurtureReviewRequest, { decision: 'kept', reason })).length === 0;

describe('the reason of a review', () => {
  it.each(['budget only next year', 'Ждут тендера до 2027-03-01', '500 employees, 2 offices', 'two\nlines'])(
    'may be %j',
    (reason) => expect(isTaken(reason)).toBe(true),
  );

  it.each(['', '  ', 'ask anna@example.com', 'call +7 (912) 345-67-89', 'call 89123456789', 'x'.repeat(201), 'a\0b'])(
    'tells something, and nothing to reach a person by: not %j',
    (reason) => expect(isTaken(reason)).toBe(false),
  );
});
