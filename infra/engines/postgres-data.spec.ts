import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoriesAt } from '../directories.ts';
import type { Directories } from '../directories.ts';
import type { PostgresAccount } from './postgres-account.ts';
import { dataDirectory } from './postgres-data.ts';

describe('where PostgreSQL keeps its data', () => {
  let home: string;
  let directories: Directories;
  const inClone = (): string => join(directories.data, 'postgres', 'data');
  const outside = (): string => join(home, 'account', 'postgres', 'data');
  const account = (reaches: boolean): PostgresAccount => ({
    user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
    home: join(home, 'account'),
    canReach: () => reaches,
  });
  const kafkaWasHere = (): void => void mkdirSync(join(directories.data, 'kafka', 'log'), { recursive: true });

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'baton-postgres-data-'));
    directories = directoriesAt(join(home, 'data'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('is the clone where its account can get to it, and else outside', async () => {
    expect(await dataDirectory(directories, account(true))).toBe(inClone());
    expect(await dataDirectory(directories, account(false))).toBe(outside());
  });

  it('is where a database is: one of a clone that could not be reached is found after a restore into one that can', async () => {
    mkdirSync(outside(), { recursive: true });
    kafkaWasHere();
    expect(await dataDirectory(directories, account(true))).toBe(outside());
    expect(await dataDirectory(directories, account(false))).toBe(outside());
  });

  it('has to be moved where a database came into a clone that its account cannot get to', async () => {
    mkdirSync(inClone(), { recursive: true });
    await expect(dataDirectory(directories, account(false))).rejects.toMatchObject({
      message: expect.stringContaining('cannot get to') as string,
      remedy: `Move them: mv ${join(directories.data, 'postgres')} ${join(home, 'account', 'postgres')}`,
    });
    // The command works as it is written: nothing is in its way.
    expect(existsSync(join(home, 'account', 'postgres'))).toBe(false);
  });

  it.each([
    ['Kafka', kafkaWasHere],
    [
      'Temporal',
      () => {
        mkdirSync(join(directories.data, 'temporal'), { recursive: true });
        writeFileSync(join(directories.data, 'temporal', 'temporal.db'), '');
      },
    ],
  ])('is never made anew beside the data of %s', async (engine, wasHere) => {
    wasHere();
    await expect(dataDirectory(directories, account(true))).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`^${engine} hold.* it would start empty`)) as string,
      remedy: expect.stringContaining('npm run reset') as string,
    });
  });

  it('of a clone that was moved is named, with the command that moves it along', async () => {
    const before = join(home, 'before');
    mkdirSync(join(before, 'postgres', 'data'), { recursive: true });
    writeFileSync(join(before, 'data-of'), join(home, 'where-it-was'));
    kafkaWasHere();
    await expect(dataDirectory(directories, account(true))).rejects.toMatchObject({
      remedy: expect.stringContaining(`mv ${join(before, 'postgres')} ${join(home, 'account', 'postgres')}`) as string,
    });
  });
});
