import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokenLinks } from './broken-links.ts';
import { identifierLine } from './identifier-line.ts';
import { anchorsOf, linksOf } from './markdown.ts';
import { pagesOf } from './pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the docs', () => {
  it.each(pagesOf(root))('%s has no broken link', (page) => {
    const problems = brokenLinks(root, page).map(({ line, problem }) => `${page}:${line}: ${problem}`);

    expect(problems).toEqual([]);
  });

  it.each(pagesOf(root))('%s names only npm scripts that exist', (page) => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...readFileSync(join(root, page), 'utf8').matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)];

    expect(named.map(([, script = '']) => script).filter((script) => !(script in scripts))).toEqual([]);
  });

  it('operations.md names only log messages that exist', () => {
    const sources = globSync('{apps,libs}/*/src/**/*.ts', { cwd: root }).map((file) =>
      readFileSync(join(root, file), 'utf8'),
    );
    const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
    const named = [...page.matchAll(/\blogs?:?\s`([A-Z][^`]+)`/g)].map(([, message = '']) => message);

    expect(named).not.toEqual([]);
    expect(named.filter((message) => !sources.some((source) => source.includes(message)))).toEqual([]);
  });
});

describe('brokenLinks', () => {
  let folder: string;

  const problemsOf = (page: string): string[] => {
    writeFileSync(join(folder, 'docs/page.md'), page);
    return brokenLinks(folder, 'docs/page.md').map(({ line, problem }) => `${line}: ${problem}`);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baton-links-'));
    for (const [path, text] of Object.entries({
      'docs/other.md': '# A title\n\n## Who is it?\n',
      'src/store.ts': "import { commit } from './commit.ts';\n\nexport class Store {\n  async commit() {}\n}\n",
    })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('links to files, folders, headings, lines and other sites pass', () => {
    const page = [
      '[a](other.md) [b](../src) [c](other.md#who-is-it) [d](#here) [e](https://example.com/x#L1)',
      '[`Store`](../src/store.ts#L3) [the method `Store.commit()`](../src/store.ts#L4)',
      '',
      '## Here',
    ].join('\n');

    expect(problemsOf(page)).toEqual([]);
  });

  it('a missing file is reported with the line of the link', () => {
    expect(problemsOf('one\n\n[two](missing.md)')).toEqual(['3: docs/missing.md does not exist']);
  });

  it('a missing picture is reported for each colour scheme', () => {
    const page = '<picture>\n<source srcset="dark.svg"><img src="light.svg" alt="x">\n</picture>';

    expect(problemsOf(page)).toEqual(['2: docs/dark.svg does not exist', '2: docs/light.svg does not exist']);
  });

  it('a missing heading is reported', () => {
    expect(problemsOf('[x](other.md#nowhere)')).toEqual(['1: docs/other.md has no heading "#nowhere"']);
  });

  it('a link that leaves the repository is reported', () => {
    expect(problemsOf('[x](../../elsewhere.md)')).toEqual(['1: "../../elsewhere.md" points outside of the repository']);
  });

  it('a link to an identifier that has moved is reported with the right line', () => {
    expect(problemsOf('[`Store`](../src/store.ts#L1)')).toEqual([
      '1: "Store" is at line 3 of src/store.ts, not at #L1; run "npm run docs:links -- --write"',
    ]);
  });

  it('an identifier that no longer exists is reported', () => {
    expect(problemsOf('[`Shop`](../src/store.ts#L1)')).toEqual(['1: src/store.ts does not contain "Shop"']);
  });

  it('a line link whose text names no identifier is reported', () => {
    expect(problemsOf('[the store](../src/store.ts#L3)')).toEqual([
      '1: the text "the store" must name in backticks the identifier at ../src/store.ts#L3',
    ]);
  });
});

describe('linksOf', () => {
  it('links in fenced code are ignored', () => {
    expect(linksOf('```\n[a](b.md)\n```\n')).toEqual([]);
  });

  it('a picture inside a link is a link too', () => {
    const page = '[![alt](picture.png)](target.md)';

    expect(linksOf(page).map(({ target, offset }) => ({ target, at: page.indexOf(target) === offset }))).toEqual([
      { target: 'target.md', at: true },
      { target: 'picture.png', at: true },
    ]);
  });
});

describe('anchorsOf', () => {
  it('repeated headings are numbered as on GitHub', () => {
    expect(anchorsOf('# Two commands\n## Two commands\n## `npm start`, again')).toEqual([
      'two-commands',
      'two-commands-1',
      'npm-start-again',
    ]);
  });
});

describe('identifierLine', () => {
  it('a declaration wins over an earlier use', () => {
    expect(identifierLine('use(thing);\nexport const thing = 1;\n', 'thing')).toBe(2);
  });

  it('an identifier without a declaration is at its first mention outside of imports', () => {
    expect(identifierLine("import {\n  thing,\n} from 'x';\n\nuse(thing);\n", 'thing')).toBe(5);
  });

  it('a longer name that contains the identifier does not match', () => {
    expect(identifierLine('const things = 1;\nconst thing = 2;\n', 'thing')).toBe(2);
  });
});
