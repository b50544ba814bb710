import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { domainDifferences } from './domain-page.ts';
import { readSections } from './read-sections.ts';
import type { Sentence } from './sentence.ts';
import { sentenceProblems } from './sentence-problems.ts';
import { specificationPage } from './specification-page.ts';
import { titlesOfTests } from './titles-of-tests.ts';

const code = 'libs/a/touches.ts';
const spec = 'libs/a/touches.spec.ts';
const sentence = 'A touch keeps the promise.';
const where = [code];
const tests = { [spec]: ['a touch keeps the promise'] };

describe('sentenceProblems', () => {
  let root: string;

  const problemsOf = (row: Omit<Sentence, 'sentence'>): string[] =>
    sentenceProblems(root, [{ section: 'Promises', sentences: [{ sentence, ...row }] }]);
  const problem = (text: string): string[] => [`Promises: "${sentence}": ${text}`];

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'baton-specification-'));
    mkdirSync(dirname(join(root, code)), { recursive: true });
    writeFileSync(join(root, code), 'export const touch = 1;\n');
    writeFileSync(
      join(root, spec),
      "it('a touch keeps the promise', () => {});\nit.skip('a skipped test', () => {});\n",
    );
  });

  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it.each<[string, Omit<Sentence, 'sentence'>]>([
    ['with code and a test', { where, tests }],
    ['for a later issue', { later: 'CRM' }],
    ['that claims nothing', { nothingToTest: 'The page introduces itself.' }],
  ])('a sentence %s has no problem', (_what, row) => {
    expect(problemsOf(row)).toEqual([]);
  });

  it.each<[string, Omit<Sentence, 'sentence'>, string]>([
    ['without a test', { where }, 'no test is named'],
    ['with an empty list of tests', { where, tests: { [spec]: [] } }, 'no test is named'],
    ['without code', { tests }, '"where" names no file'],
    ['with code that does not exist', { where: ['libs/a/calls.ts'], tests }, 'libs/a/calls.ts does not exist'],
    [
      'with a spec that does not exist',
      { where, tests: { 'libs/a/calls.spec.ts': ['a call keeps the promise'] } },
      'the spec libs/a/calls.spec.ts does not exist',
    ],
    [
      'with a test that does not exist',
      { where, tests: { [spec]: ['a call keeps the promise'] } },
      `${spec} has no test "a call keeps the promise"`,
    ],
    ['with a skipped test', { where, tests: { [spec]: ['a skipped test'] } }, `${spec} has no test "a skipped test"`],
    [
      'with a test and a later issue',
      { where, tests, later: 'CRM' },
      'only one of "tests", "later" and "nothingToTest" can be given',
    ],
    [
      'for an unknown issue',
      { later: 'some day' as 'CRM' },
      '"later: some day" must be one of doors, merge, CRM, reports',
    ],
  ])('a sentence %s is reported', (_what, row, text) => {
    expect(problemsOf(row)).toEqual(problem(text));
  });
});

describe('titlesOfTests', () => {
  it('templates of titles are read as they are written', () => {
    const text =
      "it.each(['x'])('a lead of %s waits', f);\nit.each`a\n${1}`('$a counts', f);\nit(`after ${n} h`, f);\n";

    expect([...titlesOfTests(spec, text)]).toEqual(['a lead of %s waits', '$a counts', 'after ${n} h']);
  });

  it('the names of units and other strings are not titles', () => {
    expect([...titlesOfTests(spec, "describe('touches', () => { check('a lead waits'); });\n")]).toEqual([]);
  });
});

describe('domainDifferences', () => {
  const page = [
    '# The domain',
    '',
    '## Words',
    '',
    '| word | meaning |',
    '|---|---|',
    '| lead | a person. Asked by `id` |',
    '',
    '```',
    'received → captured',
    '    └ known lead',
    '```',
    '',
    '- **Nothing** is',
    '  deleted.',
  ].join('\n');
  const words = ['lead | a person.', 'Asked by `id`', 'received → captured', 'known lead', 'Nothing is deleted.'];

  const differences = (sentences: readonly string[], section = 'Words'): string[] =>
    domainDifferences(page, [{ section, sentences: sentences.map((text) => ({ sentence: text })) }]);

  it('a table with every sentence agrees with the page, whatever the markup', () => {
    expect(differences(words)).toEqual([]);
  });

  it('a sentence of the page without a row is reported', () => {
    expect(differences(words.filter((text) => text !== 'known lead'))).toEqual([
      'Words: "known lead" is in the domain page and has no row',
    ]);
    expect(differences(words.slice(0, -1))).toEqual([
      'Words: "Nothing is deleted." is in the domain page and has no row',
    ]);
  });

  it('a row that is not in the page is reported', () => {
    expect(differences([...words, 'Everything is deleted.'])).toEqual([
      'Words: "Everything is deleted." is not in the domain page, or not in this order',
    ]);
  });

  it('a heading that only the table or only the page has is reported', () => {
    expect(differences([], 'Names')).toEqual([
      'Names: the domain page has no such heading',
      'Words: the domain page has this heading, and the table has no sentence of it',
    ]);
  });
});

describe('specificationPage', () => {
  it('each sentence is a row with links to its code and its tests', () => {
    const rows = [
      { sentence: 'touch | one attempt [outbound]', where, tests },
      { sentence: 'A deal is owned.', later: 'CRM' as const },
    ];

    const lines = specificationPage([{ section: 'Words', sentences: rows }]).split('\n');

    expect(lines).toContain(
      String.raw`| touch — one attempt \[outbound\] | [touches.ts](../libs/a/touches.ts) | [a touch keeps the promise](../libs/a/touches.spec.ts) |`,
    );
    expect(lines).toContain('| A deal is owned. |  | later, with a CRM |');
    expect(lines).toContain('2 sentences, 1 with tests, 1 for later, 0 that claim nothing.');
  });
});

describe('readSections', () => {
  it('the sections have the order of the files', () => {
    const root = mkdtempSync(join(tmpdir(), 'baton-specification-'));
    const folder = join(root, 'infra/specification/sentences');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '2-promises.yaml'), 'section: Promises\nsentences: []\n');
    writeFileSync(join(folder, '1-words.yaml'), 'section: Words\nsentences:\n  - sentence: lead\n');

    expect(readSections(root)).toEqual([
      { section: 'Words', sentences: [{ sentence: 'lead' }] },
      { section: 'Promises', sentences: [] },
    ]);
    rmSync(root, { recursive: true });
  });
});
