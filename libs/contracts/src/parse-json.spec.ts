import fc from 'fast-check';
import { parseJsonText } from './parse-json.ts';

describe('parseJsonText', () => {
  it('two ids beyond the range of safe integers stay different', () => {
    expect(parseJsonText('{"a": 9007199254740993, "b": [-9007199254740992]}')).toEqual({
      a: '9007199254740993',
      b: ['-9007199254740992'],
    });
  });

  it('a number that JavaScript keeps exactly stays a number, and so does a decimal', () => {
    expect(parseJsonText('[9007199254740991, 0.1, 1e300, -3]')).toEqual([9007199254740991, 0.1, 1e300, -3]);
  });

  it('any JSON without such numbers is parsed as usual', () => {
    const json = fc.json().filter((text) => !/\d{16}/.test(text));
    fc.assert(fc.property(json, (text) => expect(parseJsonText(text)).toEqual(JSON.parse(text))));
  });
});
