import { parseNumberOptions, UserError } from './command-line.ts';

const options = { leads: { minimum: 1, maximum: 1000, default: 200 }, seed: { minimum: 0, maximum: 9, default: 4 } };
const parse = (...parameters: string[]): Record<string, number> =>
  parseNumberOptions(options, 'npm run example -- --leads 200', parameters);

describe('parseNumberOptions', () => {
  it('options that are not given have their defaults', () => {
    expect(parse('--leads', '7')).toEqual({ leads: 7, seed: 4 });
  });

  it.each([
    ['a number above the maximum', ['--leads', '1001']],
    ['a fraction', ['--leads', '1.5']],
    ['a word', ['--leads', 'many']],
  ])('the error for %s says what is allowed', (_what, parameters) => {
    expect(() => parse(...parameters)).toThrow(
      /--leads must be a whole number from 1 to 1000, not ".*"\. Usage: npm run/,
    );
  });

  it('the error for an unknown option shows the usage', () => {
    expect(() => parse('--lead', '7')).toThrow(UserError);
    expect(() => parse('--lead', '7')).toThrow(/'--lead'.*Usage: npm run example/);
  });
});
