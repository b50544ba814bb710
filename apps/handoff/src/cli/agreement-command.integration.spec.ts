import { defaultAgreement } from '@baton/domain';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import { AgreementApiClient } from './agreement-api-client.ts';
import { runAgreementCommand } from './agreement-command.ts';

const shipped = join(import.meta.dirname, '../../../../docs/agreement/default.yaml');

describe('npm run agreement with a running service', () => {
  let handoffs: HandoffFixture;
  let directory: string;
  let url: string;

  // The tests count versions and drafts, so each starts from an empty database.
  beforeEach(async () => {
    handoffs = await HandoffFixture.start({}, 1);
    await handoffs.api?.listen(0, '127.0.0.1');
    url = (await handoffs.api?.getUrl()) ?? '';
    directory = await mkdtemp(join(tmpdir(), 'baton-agreement-'));
    await writeFile(join(directory, 'a.yaml'), (await readFile(shipped, 'utf8')).replace('PT5M', 'PT4M'));
  });

  afterEach(async () => {
    await handoffs?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** Runs a command that must succeed, and returns what it printed. */
  async function run(...parameters: string[]): Promise<string[]> {
    const lines: string[] = [];
    const code = await runAgreementCommand(parameters, {
      directory,
      print: (line) => lines.push(line),
      connect: async (person) => new AgreementApiClient({ url, token: await handoffs.token(person) }),
    });
    expect([code, ...lines].slice(0, 1)).toEqual([0]);
    return lines;
  }

  it('an agreement file can be imported, published, compared and exported', async () => {
    const [draft, change] = await run('import', '--file', 'a.yaml');
    expect([draft, change]).toEqual([
      expect.stringMatching(/^Draft \S+, compared with version 1:$/),
      '  Promise "transfer to sales": within 5 min → 4 min',
    ]);
    expect(await run('list', '--drafts', '--as', 'marina')).toEqual([
      expect.stringContaining('Default agreement  valid'),
    ]);

    const published = await run('import', '--file', 'a.yaml', '--publish', '--comment', 'faster', '--language', 'ru');
    expect(published.slice(1)).toEqual([
      '  Обязательство «передача в продажи», срок: 5 мин → 4 мин',
      'Published as version 2.',
    ]);
    expect(await run('list')).toEqual([
      expect.stringMatching(/^2 {2}\S+ {2}adam {2}Default agreement {2}from 1 {2}faster$/),
      expect.stringMatching(/^1 {2}\S+ {2}baton {2}Default agreement$/),
    ]);

    expect(await run('import', '--file', 'a.yaml', '--publish', '--comment', 'again')).toEqual([
      'The file equals version 2. Nothing was published.',
    ]);
    expect([(await run('list')).length, (await run('list', '--drafts')).length]).toEqual([2, 1]);

    expect(await run('diff', '1', '2')).toEqual(['  Promise "transfer to sales": within 5 min → 4 min']);
    expect(await run('diff', '2', '--file', 'a.yaml')).toEqual(['  No differences.']);
    await run('export', '--version', '2', '--file', 'b.yaml');
    expect(await readFile(join(directory, 'b.yaml'), 'utf8')).toBe(await readFile(join(directory, 'a.yaml'), 'utf8'));
    await run('export', '--version', '1', '--file', 'c.json');
    expect(JSON.parse(await readFile(join(directory, 'c.json'), 'utf8'))).toEqual(defaultAgreement);
  });

  it('an outdated file is published only with --supersedes', async () => {
    await writeFile(
      join(directory, 'b.yaml'),
      (await readFile(shipped, 'utf8')).replace('within: PT48H', 'within: PT72H'),
    );
    await run('import', '--file', 'b.yaml', '--publish', '--comment', 'longer');
    const outdated = ['import', '--file', 'a.yaml', '--based-on', '1', '--publish', '--comment', 'faster'];
    await expect(run(...outdated)).rejects.toThrow(
      /^409: Version 2 was published after version 1.+ → .+supersedes to 2/,
    );
    expect((await run(...outdated, '--supersedes', '2')).at(-1)).toBe('Published as version 3.');
  });

  it('an error from the service is shown with its status and detail', async () => {
    await expect(run('export', '--version', '99')).rejects.toThrow('404: There is no agreement version 99.');
    const forbidden = run('import', '--file', 'a.yaml', '--publish', '--comment', 'x', '--as', 'marina');
    await expect(forbidden).rejects.toThrow(/^403/);
  });

  it('an unreachable service is reported with advice to start Baton', async () => {
    const unreachable = new AgreementApiClient({ url: 'http://127.0.0.1:9', token: 'x' });
    await expect(unreachable.versions()).rejects.toThrow(/does not respond. Start Baton/);
  });
});
