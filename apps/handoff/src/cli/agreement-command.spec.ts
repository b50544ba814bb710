import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgreementCommand } from './agreement-command.ts';
import { CliError } from './cli-error.ts';
import { findEndpoint } from './endpoint.ts';

const docs = join(import.meta.dirname, '../../../../docs/agreement');

describe('npm run agreement, without a server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-agreement-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  /** The exit code and what was printed. */
  async function run(...parameters: string[]): Promise<[code: number, ...lines: string[]]> {
    const lines: string[] = [];
    const api = (): Promise<never> => Promise.reject(new Error('No server is needed for this'));
    const code = await runAgreementCommand(parameters, { directory, print: (line) => lines.push(line), connect: api });
    return [code, ...lines];
  }

  it('finds a sound file sound', async () => {
    const file = join(docs, 'default.yaml');
    expect(await run('check', '--file', file)).toEqual([0, `${file} is sound: "Default agreement"`]);
  });

  it.each(['check', 'import'])('names file, line and column of each mistake, and %ss nothing', async (command) => {
    writeFileSync(join(directory, 'a.yaml'), 'title: Ours\ncolour: red\n');
    const [code, ...lines] = await run(command, '--file', 'a.yaml');
    expect(code).toBe(1);
    expect(lines).toContainEqual(expect.stringMatching(/^a\.yaml:2:1 colour: unknown key "colour"/));
  });

  it.each([
    ['a file that is not there', ['check', '--file', 'none.yaml'], 1, /none\.yaml cannot be read/],
    ['no file', ['check'], 2, /--file is missing/],
    ['an option that is none', ['check', '--fiel', 'a.yaml'], 2, /--fiel/],
    ['publishing without a word', ['import', '--file', 'a.yaml', '--publish'], 2, /Say why/],
    ['one version to compare', ['diff', '2'], 2, /Compare what/],
    ['a version that is no number', ['export', '--version', 'first'], 2, /whole number such as 3/],
    ['another language', ['diff', '1', '2', '--language', 'de'], 2, /en or ru/],
  ])('says what to do about %s', async (_, parameters, exitCode, message) => {
    const problem = await run(...parameters).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(CliError);
    expect(problem).toMatchObject({ exitCode, message: expect.stringMatching(message) });
  });

  it('shows how it is used where it is asked for nothing it knows', async () => {
    expect(await run()).toEqual([2, expect.stringContaining('npm run agreement -- check')]);
  });

  it('needs a token for another Baton, and a Baton where none is named', async () => {
    await expect(findEndpoint({ BATON_HANDOFF_URL: 'http://baton.example' }, 'adam')).rejects.toThrow(/BATON_TOKEN/);
    await expect(findEndpoint({ BATON_DATA: directory }, 'adam')).rejects.toThrow(/No Baton runs here/);
    const named = { BATON_HANDOFF_URL: 'http://baton.example/', BATON_TOKEN: 'x' };
    expect(await findEndpoint(named, 'adam')).toEqual({ url: 'http://baton.example', token: 'x' });
  });
});
