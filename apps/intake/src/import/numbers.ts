import { cleanCode, withAsciiDigits } from '@baton/domain';

export const decimalMarks = [',', '.'] as const;
export type DecimalMark = (typeof decimalMarks)[number];

export type ReadNumber = { value: number; currency?: string; anyOf?: readonly string[] } | { problem: string };

/** Signs of one currency. A dollar or yen sign belongs to several. */
const currencySigns: Record<string, readonly string[]> = {
  '₽': ['RUB'],
  руб: ['RUB'],
  'руб.': ['RUB'],
  р: ['RUB'],
  'р.': ['RUB'],
  '€': ['EUR'],
  '£': ['GBP'],
  '₴': ['UAH'],
  '₸': ['KZT'],
  '₹': ['INR'],
  '₺': ['TRY'],
  R$: ['BRL'],
  US$: ['USD'],
  $: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN', 'ARS', 'CLP', 'COP'],
  '¥': ['JPY', 'CNY'],
};

const SIGN = `(?:[A-Za-z]{0,2}\\p{Sc}|руб\\.?|р\\.?|[A-Za-z]{3})`;
const leadingSign = new RegExp(`^(${SIGN})\\s*(?=[\\d.,+(-])`, 'u');
const trailingSign = new RegExp(`(?<=[\\d.,)-])\\s*(${SIGN})$`, 'u');

const MAX_DIGITS = 15;

/** Reads an amount that uses this decimal mark. Thousands may be grouped by spaces, apostrophes or the other mark. */
export function readNumber(text: string, decimal: DecimalMark): ReadNumber {
  const { number, sign } = withoutCurrency(plain(text));
  const problem = formatProblem(number);
  if (problem !== undefined) return { problem };
  const group = decimal === ',' ? '.' : ',';
  const [point, other] = [`\\${decimal}`, `\\${group}`];
  const grammar = new RegExp(`^(?:\\d+|[1-9]\\d{0,2}([ '${other}])\\d{3}(?:\\1\\d{3})*)?(?:${point}\\d+)?$`);
  if (number === '' || !grammar.test(number)) return { problem: `is not a number with the decimal mark ${decimal}` };
  const digits = number.replaceAll(/[ ']/g, '').replaceAll(group, '').replace(decimal, '.');
  if (digits.replace('.', '').replace(/^0+/, '').length > MAX_DIGITS)
    return { problem: `has more than ${MAX_DIGITS} digits` };
  return withCurrency(Number(digits), sign);
}

/** The decimal marks under which the text is a number, each with its value. */
export function possibleReadings(text: string): Map<DecimalMark, number> {
  const readings = new Map<DecimalMark, number>();
  for (const decimal of decimalMarks) {
    const read = readNumber(text, decimal);
    if ('value' in read) readings.set(decimal, read.value);
  }
  return readings;
}

const plain = (text: string): string =>
  withAsciiDigits(cleanCode(text))
    .replaceAll(/[\u2019\u2018\u02BC\u00B4`]/g, "'")
    .replaceAll(/[\u2212\u2010-\u2015]/g, '-');

function withoutCurrency(text: string): { number: string; sign?: string } {
  const sign = leadingSign.exec(text)?.[1] ?? trailingSign.exec(text)?.[1];
  if (sign === undefined) return { number: text };
  return { number: text.replace(leadingSign, '').replace(trailingSign, '').trim(), sign };
}

function formatProblem(number: string): string | undefined {
  if (number.endsWith('%')) return 'is a percentage, not an amount';
  if (/^-|-$|^\(.*\)$/.test(number)) return 'is negative; a won deal has an amount of at least 0';
  if (/^[\d.,]+e[+-]?\d+$/i.test(number))
    return 'is in scientific notation, which has lost digits; export it as a plain number';
  return undefined;
}

function withCurrency(value: number, sign: string | undefined): ReadNumber {
  if (sign === undefined) return { value };
  const codes = currencySigns[sign] ?? currencySigns[sign.toLowerCase()];
  if (codes) return codes.length === 1 ? { value, currency: codes[0]! } : { value, anyOf: codes };
  return /^[A-Za-z]{3}$/.test(sign)
    ? { value, currency: sign.toUpperCase() }
    : { problem: `has an unknown currency sign ${sign}` };
}

interface Example {
  line: number;
  text: string;
}

const MAX_EXAMPLES = 3;

/** Collects what the numbers of one file prove about its decimal mark. */
export class DecimalEvidence {
  /** Values that are numbers with one mark only, and values that are different numbers with each. */
  readonly #examples: Record<DecimalMark | 'ambiguous', Example[]> = { ',': [], '.': [], ambiguous: [] };

  add(line: number, text: string): void {
    const readings = possibleReadings(text);
    const [comma, point] = [readings.get(','), readings.get('.')];
    if (comma === point) return;
    const kind = comma === undefined ? '.' : point === undefined ? ',' : 'ambiguous';
    if (this.#examples[kind].length < MAX_EXAMPLES) this.#examples[kind].push({ line, text: text.trim() });
  }

  /** The one decimal mark of the file, or why it must be decided in the mapping. */
  decide(declared: DecimalMark | undefined): { decimal: DecimalMark } | { problem: string } {
    const { ',': comma, '.': point, ambiguous } = this.#examples;
    if (declared !== undefined) {
      const [same, other] = declared === ',' ? [comma, point] : [point, comma];
      if (other.length === 0 || same.length > 0) return { decimal: declared };
      return { problem: `The mapping says decimal: '${declared}', but ${listed(other)} has another decimal mark.` };
    }
    if (comma.length > 0 && point.length > 0)
      return {
        problem: `Some numbers have a decimal comma (${listed(comma)}) and some a decimal point (${listed(point)}). Write decimal: ',' or '.' into the mapping; the others are then refused.`,
      };
    if (comma.length > 0) return { decimal: ',' };
    if (point.length > 0 || ambiguous.length === 0) return { decimal: '.' };
    return {
      problem: `${listed(ambiguous)} can be read in two ways, and no other number of the file shows which: ${bothReadings(ambiguous[0]!)}. Write decimal: ',' or decimal: '.' into the mapping.`,
    };
  }
}

const listed = (examples: readonly Example[]): string =>
  examples.map(({ line, text }) => `${text} on line ${line}`).join(', ');

function bothReadings({ text }: Example): string {
  const readings = possibleReadings(text);
  return `${text} is ${readings.get(',')} with a decimal comma and ${readings.get('.')} with a decimal point`;
}
