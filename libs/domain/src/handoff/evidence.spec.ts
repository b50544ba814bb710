import { isReference } from './evidence.ts';

describe('isReference', () => {
  it('an id or a link is a reference; words and contact details are not', () => {
    const given = [
      'call-17',
      'https://pbx.example/r/1.mp3',
      'call 17',
      '',
      'https://wa.me/79991234567',
      'ann@acme.com',
    ];
    expect(given.filter(isReference)).toEqual(['call-17', 'https://pbx.example/r/1.mp3']);
  });
});
