import { defaultAgreement } from '@baton/domain';
import fc from 'fast-check';
import { agreementYaml } from './agreement-yaml.ts';
import { parseAgreement } from './parse-agreement.ts';

const yaml = agreementYaml(defaultAgreement);
const json = JSON.stringify(defaultAgreement, undefined, 2);

/** Position and message of the first problem. */
function firstProblem(text: string): string {
  const [problem] = parseAgreement(text).problems;
  return problem ? `${problem.line}:${problem.column} ${problem.path}: ${problem.message}` : 'none';
}

/** The text without its marker ‸, and the marker's `line:column`. */
function marked(text: string): { text: string; position: string } {
  const before = text.slice(0, text.indexOf('‸')).split('\n');
  return { text: text.replace('‸', ''), position: `${before.length}:${(before.at(-1) ?? '').length + 1}` };
}

const replaced = (text: string, from: string | RegExp, to: string): string => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`The text contains no ${String(from)} to replace`);
  return changed;
};

describe('parseAgreement', () => {
  it.each([
    ['YAML', yaml],
    ['JSON', json],
    ['JSON on one line', JSON.stringify(defaultAgreement)],
    ['YAML with comments and Windows line ends', `# ours\r\n${yaml.replaceAll('\n', '\r\n')}`],
  ])('an agreement in %s is parsed', (_, text) => {
    expect(parseAgreement(text)).toEqual({ title: 'Default agreement', agreement: defaultAgreement, problems: [] });
  });

  it('an alias is replaced by its anchor’s value', () => {
    const text = replaced(
      yaml,
      '[request, demo, inbound-call, message]',
      '&direct [request, demo, inbound-call, message]',
    ).replaceAll('askOnlyAfter: [request, demo, inbound-call, message]', 'askOnlyAfter: *direct');
    expect(text).toContain('*direct');
    expect(parseAgreement(text).agreement).toEqual(defaultAgreement);
  });

  it.each<[string, string, string]>([
    [
      'a misspelt key',
      replaced(yaml, '{reviewWithin', '{‸revieWithin'),
      'quarantine.revieWithin: unknown key "revieWithin": did you mean "reviewWithin"?',
    ],
    [
      'a misspelt key in JSON',
      replaced(json, '"reviewWithin"', '‸"revieWithin"'),
      'quarantine.revieWithin: unknown key "revieWithin": did you mean "reviewWithin"?',
    ],
    [
      'a wrong value',
      replaced(yaml, 'within: PT5M', 'within: ‸5 min'),
      'promises.transfer.within: "5 min" is not valid: write an ISO 8601 duration such as PT15M, PT48H or P2D',
    ],
    [
      'a wrong value in JSON',
      replaced(json, '"within": "PT5M"', '"within": ‸"5 min"'),
      'promises.transfer.within: "5 min" is not valid: write an ISO 8601 duration such as PT15M, PT48H or P2D',
    ],
    [
      'a missing key',
      replaced(yaml, /nurture: {.*}/, '‸nurture: {}'),
      'nurture.reviewWithin: "reviewWithin" is missing: write text such as PT15M',
    ],
    [
      'a key without a value',
      replaced(yaml, /nurture: {.*}/, '‸nurture:'),
      'nurture: this is empty: write the keys reviewWithin',
    ],
    [
      'contradictory values',
      replaced(yaml, 'minimum: 5', 'minimum: ‸9'),
      'touches.minimum: 9 is more than the maximum of 7: write 7 or less',
    ],
    [
      'contradictory values in a list',
      replaced(yaml, /(code: duplicate[^]*)code: bot/, '$1code: ‸duplicate'),
      'returns.reasons.6.code: "duplicate" is already used at returns.reasons.5.code',
    ],
    [
      'a duplicate key',
      replaced(yaml, 'calendar:', '‸title: Theirs\ncalendar:'),
      'title: the key "title" is duplicated: keep one of them',
    ],
    [
      'an unclosed bracket',
      replaced(yaml, 'remindAtShares: []\n    ladder', 'remindAtShares: [\n    ‸ladder'),
      '(root): Flow sequence in block collection',
    ],
    ['a second document', `${yaml}‸---\na: 1\n`, '(root): Source contains multiple documents'],
    ['a tag that asks for code', replaced(yaml, 'title: ', 'title: ‸!!js/function '), '(root): Unresolved tag'],
  ])('%s is reported with line and column', (_, text, message) => {
    const { text: written, position } = marked(text);
    expect(firstProblem(written)).toContain(`${position} ${message}`);
  });

  it('a wrong value behind an alias is reported where the value is written', () => {
    const text = replaced(replaced(yaml, 'within: PT5M', 'within: &soon ‸soon'), 'within: PT15M', 'within: *soon');
    const { text: written, position } = marked(text);
    const { problems } = parseAgreement(written);
    expect(problems.map(({ path, line, column }) => `${line}:${column} ${path}`)).toEqual(
      expect.arrayContaining([`${position} promises.transfer.within`]),
    );
  });

  it('all problems are reported, from the top down', () => {
    const text = replaced(replaced(yaml, 'margin: 0.6', 'margin: 60'), 'zone: Europe/Moscow', 'zoon: Moscow');
    expect(parseAgreement(text).problems.map(({ path }) => path)).toEqual([
      'calendar.zone',
      'calendar.zoon',
      'money.margin',
    ]);
  });

  it('an invalid agreement keeps its title, so that a draft has a name', () => {
    expect(parseAgreement('title: Ours\ncolour: red\n').title).toBe('Ours');
  });

  it.each([
    ['an empty text', ''],
    ['a comment', '# to do'],
    ['a list', '- a'],
    ['a word', 'agreement'],
    ['a __proto__ key', '{"__proto__": {"title": "x"}, "constructor": 1}'],
    ['a map as a key', '? {a: b}\n: c'],
  ])('%s is not accepted as an agreement', (_, text) => {
    expect(parseAgreement(text).problems.length).toBeGreaterThan(0);
  });

  it.each<[string, string, string]>([
    ['a text larger than 1 MB', `title: ${'x'.repeat(1_100_000)}`, 'too-large'],
    ['a text of more than 1 MB in Cyrillic letters', `title: ${'ы'.repeat(600_000)}`, 'too-large'],
    ['a text with too many tokens', 'a: 1\n'.repeat(60_000), 'too-large'],
    ['an endless nesting', '['.repeat(500_000), 'too-large'],
    ['a deep nesting of brackets', `a: ${'['.repeat(14_000)}${']'.repeat(14_000)}`, 'too-deep'],
    ['a deep nesting of keys', '? '.repeat(14_000), 'too-deep'],
    ['a deep nesting of lists on one line', '- '.repeat(14_000), 'too-deep'],
    [
      'a deep nesting of lists over several lines',
      Array.from({ length: 90 }, (_, line) => `${' '.repeat(180 * line)}${'- '.repeat(90)}`).join('\n'),
      'too-deep',
    ],
    ['a text of quotes only', '"'.repeat(1_000_000), 'too-large'],
    [
      'a text whose aliases multiply',
      [
        'a: &a [x, x, x, x, x]',
        ...'bcdefghi'
          .split('')
          .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(', ')}]`),
      ].join('\n'),
      'too-many-aliases',
    ],
  ])('%s is rejected before parsing becomes expensive', (_, text, code) => {
    expect(parseAgreement(text).problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('no text makes the parser throw', () => {
    const word = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a ',
      '*a',
      '|',
      '#',
      '!!x ',
      '? ',
      '\t',
      '%YAML 1.1\n',
      '---\n',
      '<<: ',
      ',',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        expect(parseAgreement(words.join('')).problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
