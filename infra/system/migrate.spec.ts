import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoriesAt } from '../directories.ts';
import type { Directories } from '../directories.ts';
import { migrate } from './migrate.ts';
import { databaseUrls } from './services.ts';

const sentence = 'The schema "scoring" holds data of an earlier build that this one cannot migrate.';

describe('migrate', () => {
  let directories: Directories;

  beforeEach(() => {
    const root = mkdtempSync(join(tmpdir(), 'baton-migrate-'));
    directories = { ...directoriesAt(join(root, 'data')), root };
    for (const directory of [directories.logs, directories.secrets]) mkdirSync(directory, { recursive: true });
  });
  afterEach(() => rmSync(directories.root, { recursive: true }));

  const writeJob = (app: string, script: string): void => {
    const dist = join(directories.root, 'apps', app, 'dist');
    mkdirSync(dist, { recursive: true });
    writeFileSync(join(dist, 'migrate.js'), script);
  };
  const run = (environment: NodeJS.ProcessEnv = {}): Promise<void> =>
    migrate(
      directories,
      environment,
      databaseUrls(directories, 'postgres://baton@127.0.0.1/baton'),
      new AbortController().signal,
    );

  it('migrate says in one sentence that the data is from an earlier build, and names npm run reset', async () => {
    writeJob('intake', '');
    writeJob('scoring', `console.error('${sentence}'); process.exitCode = 3;`);
    await expect(run()).rejects.toMatchObject({
      message: `The data in ${directories.data} is from an earlier build of Baton, which this one cannot use.`,
      remedy: 'Delete it with npm run reset, then start again.',
    });
  });

  it('migrate asks for an empty database where BATON_POSTGRES_URL names one with data of an earlier build', async () => {
    writeJob('scoring', 'process.exitCode = 3;');
    await expect(run({ BATON_POSTGRES_URL: 'postgres://elsewhere/baton' })).rejects.toMatchObject({
      message: expect.stringContaining('BATON_POSTGRES_URL') as string,
      remedy: expect.stringContaining('empty database') as string,
    });
  });

  it('migrate shows the end of the log when a migration fails for another reason', async () => {
    writeJob('scoring', `console.error('column "stage" does not exist'); process.exitCode = 1;`);
    await expect(run()).rejects.toThrow(/The migration of scoring failed:[^]*column "stage" does not exist/);
  });

  it('migrate gives each job the address with the role of its service', async () => {
    const check = (app: string): string =>
      `const { username, password } = new URL(process.env.DATABASE_URL);
       process.exitCode = username === 'baton_${app}' && password.length > 20 ? 0 : 1;`;
    for (const app of ['intake', 'reporting']) writeJob(app, check(app));
    await expect(run()).resolves.toBeUndefined();
  });

  it('migrate runs the migrations of all apps that are built', async () => {
    for (const app of ['intake', 'handoff']) writeJob(app, '');
    await expect(run()).resolves.toBeUndefined();
  });
});
