import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoriesAt } from '../directories.ts';
import type { Directories } from '../directories.ts';
import type { PostgresAccount } from './postgres-account.ts';
import { dataDirectory } from './postgres-data.ts';

describe('the data directory of PostgreSQL', () => {
  let home: string;
  let directories: Directories;
  const inClone = (): string => join(directories.data, 'postgres', 'data');
  const outside = (): string => join(home, 'account', 'postgres', 'data');
  const account = (canReachClone: boolean): PostgresAccount => ({
    user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
    home: join(home, 'account'),
    canReach: () => canReachClone,
  });
  const createKafkaData = (): void => void mkdirSync(join(directories.data, 'kafka', 'log'), { recursive: true });

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'baton-postgres-data-'));
    directories = directoriesAt(join(home, 'data'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('the data directory is in the clone when its account can read it, and outside otherwise', async () => {
    expect(await dataDirectory(directories, account(true))).toBe(inClone());
    expect(await dataDirectory(directories, account(false))).toBe(outside());
  });

  it('the data directory stays where a database exists, even when the account can now read the clone', async () => {
    mkdirSync(outside(), { recursive: true });
    createKafkaData();
    expect(await dataDirectory(directories, account(true))).toBe(outside());
    expect(await dataDirectory(directories, account(false))).toBe(outside());
  });

  it('the data directory must be moved out of a clone that its account cannot read', async () => {
    mkdirSync(inClone(), { recursive: true });
    await expect(dataDirectory(directories, account(false))).rejects.toMatchObject({
      message: expect.stringContaining('cannot read it') as string,
      remedy: `Move it: mv ${join(directories.data, 'postgres')} ${join(home, 'account', 'postgres')}`,
    });
    // The command in the remedy works, because its target does not exist yet.
    expect(existsSync(join(home, 'account', 'postgres'))).toBe(false);
  });

  it.each([
    ['Kafka', createKafkaData],
    [
      'Temporal',
      () => {
        mkdirSync(join(directories.data, 'temporal'), { recursive: true });
        writeFileSync(join(directories.data, 'temporal', 'temporal.db'), '');
      },
    ],
  ])('the data directory is never created when only %s has data', async (engine, createData) => {
    createData();
    await expect(dataDirectory(directories, account(true))).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`^${engine} has data.* would start empty`)) as string,
      remedy: expect.stringContaining('npm run reset') as string,
    });
  });

  it('the data directory is found again after the clone was moved, with the command that moves it', async () => {
    const before = join(home, 'before');
    mkdirSync(join(before, 'postgres', 'data'), { recursive: true });
    writeFileSync(join(before, 'data-of'), join(home, 'where-it-was'));
    createKafkaData();
    await expect(dataDirectory(directories, account(true))).rejects.toMatchObject({
      remedy: expect.stringContaining(`mv ${join(before, 'postgres')} ${join(home, 'account', 'postgres')}`) as string,
    });
  });
});
