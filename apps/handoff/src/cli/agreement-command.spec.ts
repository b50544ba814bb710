import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgreementCommand } from './agreement-command.ts';
import { CliError } from './cli-error.ts';
import { findEndpoint } from './endpoint.ts';

const docs = join(import.meta.dirname, '../../../../docs/agreement');

describe('npm run agreement without a server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-agreement-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  /** The exit code and what was printed. */
  async function run(...parameters: string[]): Promise<[code: number, ...lines: string[]]> {
    const lines: string[] = [];
    const connect = (): Promise<never> => Promise.reject(new Error('This command must not need a server'));
    const code = await runAgreementCommand(parameters, { directory, print: (line) => lines.push(line), connect });
    return [code, ...lines];
  }

  it('a valid file passes the check', async () => {
    const file = join(docs, 'default.yaml');
    expect(await run('check', '--file', file)).toEqual([0, `${file} is valid: "Default agreement"`]);
  });

  it.each(['check', 'import'])('%s names file, line and column of each error in an invalid file', async (command) => {
    writeFileSync(join(directory, 'a.yaml'), 'title: Ours\ncolour: red\n');
    const [code, ...lines] = await run(command, '--file', 'a.yaml');
    expect(code).toBe(1);
    expect(lines).toContainEqual(expect.stringMatching(/^a\.yaml:2:1 colour: unknown key "colour"/));
  });

  it.each([
    ['a missing file', ['check', '--file', 'none.yaml'], 1, /Cannot read none\.yaml/],
    ['a missing --file option', ['check'], 2, /--file is missing/],
    ['an unknown option', ['check', '--fiel', 'a.yaml'], 2, /--fiel/],
    ['a publication without a comment', ['import', '--file', 'a.yaml', '--publish'], 2, /--comment is missing/],
    ['a comparison with only one version', ['diff', '2'], 2, /diff needs/],
    ['a version that is not a number', ['export', '--version', 'first'], 2, /must be a whole number/],
    ['an unknown language', ['diff', '1', '2', '--language', 'de'], 2, /en or ru/],
  ])('%s is reported with what to do', async (_, parameters, exitCode, message) => {
    const problem = await run(...parameters).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(CliError);
    expect(problem).toMatchObject({ exitCode, message: expect.stringMatching(message) });
  });

  it('a command line without a command prints the usage', async () => {
    expect(await run()).toEqual([2, expect.stringContaining('npm run agreement -- check')]);
  });

  it('the endpoint comes from the environment, with its token, or from the Baton in this clone', async () => {
    await expect(findEndpoint({ BATON_HANDOFF_URL: 'http://baton.example' }, 'adam')).rejects.toThrow(/BATON_TOKEN/);
    await expect(findEndpoint({ BATON_DATA: directory }, 'adam')).rejects.toThrow(/Baton is not running here/);
    const named = { BATON_HANDOFF_URL: 'http://baton.example/', BATON_TOKEN: 'x' };
    expect(await findEndpoint(named, 'adam')).toEqual({ url: 'http://baton.example', token: 'x' });
  });
});
