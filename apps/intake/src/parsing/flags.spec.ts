import { flagsOf } from './flags.ts';

describe('flagsOf', () => {
  it.each([
    ['ann@gmail.com', undefined, ['freemail']],
    ['ann@mailinator.com', undefined, ['disposable-email']],
    ['ann@sub.mailinator.com', undefined, ['disposable-email']],
    ['ann@mit.edu', undefined, ['student-email']],
    ['ann@cs.ox.ac.uk', undefined, ['student-email']],
    ['ann@stud.uni-goettingen.de', undefined, ['student-email']],
    ['ann@education.com', undefined, []],
    [undefined, 'https://spam.example', ['bot']],
  ])('a lead with e-mail address %j and honeypot %j has the flags %j', (email, honeypot, flags) => {
    expect(flagsOf(email, honeypot)).toEqual(flags);
  });
});
