import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { NurtureReviewRequest } from './nurture-review.request.ts';

const isValid = (reason: string): boolean =>
  validateSync(plainToInstance(NurtureReviewRequest, { decision: 'kept', reason })).length === 0;

describe('NurtureReviewRequest', () => {
  it.each(['no budget until next year', 'Ждут тендера до 2027-03-01', '500 employees, 2 offices', 'two\nlines'])(
    'the reason %j is valid',
    (reason) => {
      expect(isValid(reason)).toBe(true);
    },
  );

  it.each(['', '  ', 'ask anna@example.com', 'call +7 (912) 345-67-89', 'call 89123456789', 'x'.repeat(201), 'a\0b'])(
    'the reason %j is invalid, because it is empty, too long, not storable or personal data',
    (reason) => {
      expect(isValid(reason)).toBe(false);
    },
  );
});
