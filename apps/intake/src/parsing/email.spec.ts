import fc from 'fast-check';
import { normaliseEmail } from './email.ts';

describe('normaliseEmail', () => {
  it.each([
    [' Ann.Lee@ACME.com ', 'Ann.Lee@acme.com'],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
    ['ann+tag@mail.acme.co.uk', 'ann+tag@mail.acme.co.uk'],
    ['ann', undefined],
    ['ann@acme', undefined],
    ['@acme.com', undefined],
    ['a b@acme.com', undefined],
    ['ann@acme..com', undefined],
    ['ann..lee@acme.com', undefined],
    ['ann@acme.com, bob@acme.com', undefined],
    ['ann@[127.0.0.1]', undefined],
  ])('the e-mail address %j becomes %j', (text, expected) => {
    expect(normaliseEmail(text)).toBe(expected);
  });

  it('any text can be normalised, and a normalised address does not change when it is normalised again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.emailAddress()), (text) => {
        const once = normaliseEmail(text);
        expect(once === undefined || normaliseEmail(once) === once).toBe(true);
      }),
    );
  });
});
