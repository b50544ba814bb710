import { defaultAgreement } from '@baton/domain';
import fc from 'fast-check';
import { agreementYaml } from './agreement-yaml.ts';
import { parseAgreement } from './parse-agreement.ts';

const yaml = agreementYaml(defaultAgreement);
const json = JSON.stringify(defaultAgreement, undefined, 2);

/** Where the first problem stands, and what it says. */
function firstProblem(text: string): string {
  const [problem] = parseAgreement(text).problems;
  return problem ? `${problem.line}:${problem.column} ${problem.path}: ${problem.message}` : 'none';
}

/** `line:column` of the text that a marker ‸ stands before, and the text without it. */
function marked(text: string): { text: string; place: string } {
  const before = text.slice(0, text.indexOf('‸')).split('\n');
  return { text: text.replace('‸', ''), place: `${before.length}:${(before.at(-1) ?? '').length + 1}` };
}

const replaced = (text: string, from: string | RegExp, to: string): string => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`There is no ${String(from)} to be replaced`);
  return changed;
};

describe('The text of an agreement', () => {
  it.each([
    ['YAML', yaml],
    ['JSON', json],
    ['JSON in one line', JSON.stringify(defaultAgreement)],
    ['YAML with comments, and lines as on Windows', `# ours\r\n${yaml.replaceAll('\n', '\r\n')}`],
  ])('in %s is the agreement', (_, text) => {
    expect(parseAgreement(text)).toEqual({ title: 'Default agreement', agreement: defaultAgreement, problems: [] });
  });

  it('may name a part once and use it again', () => {
    const text = replaced(yaml, '[request, demo, inbound-call]', '&direct [request, demo, inbound-call]').replaceAll(
      'askOnlyAfter: [request, demo, inbound-call]',
      'askOnlyAfter: *direct',
    );
    expect(text).toContain('*direct');
    expect(parseAgreement(text).agreement).toEqual(defaultAgreement);
  });

  it.each<[string, string, string]>([
    [
      'a misspelt key',
      replaced(yaml, '{reviewWithin', '{‸revieWithin'),
      'nurture.revieWithin: unknown key "revieWithin": did you mean "reviewWithin"?',
    ],
    [
      'a misspelt key in JSON',
      replaced(json, '"reviewWithin"', '‸"revieWithin"'),
      'nurture.revieWithin: unknown key "revieWithin": did you mean "reviewWithin"?',
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
      'a missing key, where it belongs',
      replaced(yaml, /nurture:[^]*obligations/, '‸nurture: {}\nobligations'),
      'nurture.reviewWithin: "reviewWithin" is missing: write text such as PT15M',
    ],
    [
      'a key without a value',
      replaced(yaml, /nurture:[^]*obligations/, '‸nurture:\nobligations'),
      'nurture: this is empty: write the keys reviewWithin',
    ],
    [
      'a contradiction',
      replaced(yaml, 'minimum: 5', 'minimum: ‸9'),
      'touches.minimum: 9 is more than the maximum of 7: write 7 or less',
    ],
    [
      'a contradiction in a list',
      replaced(yaml, /(code: duplicate[^]*)code: bot/, '$1code: ‸duplicate'),
      'returns.reasons.5.code: "duplicate" is already used at returns.reasons.4.code',
    ],
    [
      'a key that stands twice',
      replaced(yaml, 'calendar:', '‸title: Theirs\ncalendar:'),
      'title: the key "title" stands here twice: keep one of them',
    ],
    [
      'a bracket left open',
      replaced(yaml, 'remindAtShares: []\n    ladder', 'remindAtShares: [\n    ‸ladder'),
      '(root): Flow sequence in block collection',
    ],
    ['a second document', `${yaml}‸---\na: 1\n`, '(root): Source contains multiple documents'],
    ['a tag that asks for code', replaced(yaml, 'title: ', 'title: ‸!!js/function '), '(root): Unresolved tag'],
  ])('with %s is told the line and the column', (_, text, message) => {
    const { text: written, place } = marked(text);
    expect(firstProblem(written)).toContain(`${place} ${message}`);
  });

  it('tells of a wrong value behind an alias where the value is written', () => {
    const text = replaced(replaced(yaml, 'within: PT5M', 'within: &soon ‸soon'), 'within: PT15M', 'within: *soon');
    const { text: written, place } = marked(text);
    const { problems } = parseAgreement(written);
    expect(problems.map(({ path, line, column }) => `${line}:${column} ${path}`)).toEqual(
      expect.arrayContaining([`${place} promises.transfer.within`]),
    );
  });

  it('tells of everything that is wrong, from the top down', () => {
    const text = replaced(replaced(yaml, 'margin: 0.6', 'margin: 60'), 'zone: Europe/Moscow', 'zoon: Moscow');
    expect(parseAgreement(text).problems.map(({ path }) => path)).toEqual([
      'calendar.zone',
      'calendar.zoon',
      'money.margin',
    ]);
  });

  it('keeps its title where there are problems, so that a draft has a name', () => {
    expect(parseAgreement('title: Ours\ncolour: red\n').title).toBe('Ours');
  });

  it.each([
    ['nothing', ''],
    ['a comment', '# to do'],
    ['a list', '- a'],
    ['a word', 'agreement'],
    ['a key from beyond', '{"__proto__": {"title": "x"}, "constructor": 1}'],
    ['a set of sets for a key', '? {a: b}\n: c'],
  ])('that is %s is refused and not taken for an agreement', (_, text) => {
    expect(parseAgreement(text).problems.length).toBeGreaterThan(0);
  });

  it.each<[string, string, string]>([
    ['larger than 1 MB', `title: ${'x'.repeat(1_100_000)}`, 'too-large'],
    ['of 1 MB in other letters', `title: ${'ы'.repeat(600_000)}`, 'too-large'],
    ['of too many words', 'a: 1\n'.repeat(60_000), 'too-large'],
    ['nested without an end', '['.repeat(500_000), 'too-large'],
    ['nested in brackets', `a: ${'['.repeat(14_000)}${']'.repeat(14_000)}`, 'too-deep'],
    ['of keys of keys', '? '.repeat(14_000), 'too-deep'],
    ['nested in lists in one line', '- '.repeat(14_000), 'too-deep'],
    [
      'nested in lists line by line',
      Array.from({ length: 90 }, (_, line) => `${' '.repeat(180 * line)}${'- '.repeat(90)}`).join('\n'),
      'too-deep',
    ],
    ['of nothing but quotes', '"'.repeat(1_000_000), 'too-large'],
    [
      'whose aliases multiply',
      [
        'a: &a [x, x, x, x, x]',
        ...'bcdefghi'
          .split('')
          .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(', ')}]`),
      ].join('\n'),
      'too-many-aliases',
    ],
  ])('%s is refused before it costs much', (_, text, code) => {
    expect(parseAgreement(text).problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('of any kind is read without an error', () => {
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
