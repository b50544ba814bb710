import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp, restore } from './backup.ts';
import { directoriesAt } from '../directories.ts';
import type { Directories } from '../directories.ts';

describe('a backup', () => {
  let home: string;
  let directories: Directories;
  const target = (): string => join(home, 'backup');

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'baton-backup-'));
    directories = directoriesAt(join(home, 'data'));
    for (const name of ['postgres', 'kafka', 'temporal', 'secrets', 'logs']) {
      mkdirSync(join(directories.data, name), { recursive: true, mode: 0o700 });
      writeFileSync(join(directories.data, name, 'file'), name);
    }
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('a backup contains data and secrets with their permissions, and no logs', async () => {
    expect(await backUp(directories, target())).toEqual(['postgres', 'kafka', 'temporal', 'secrets']);
    expect(readFileSync(join(target(), 'temporal', 'file'), 'utf8')).toBe('temporal');
    expect(statSync(join(target(), 'postgres')).mode & 0o777).toBe(0o700);
    expect(existsSync(join(target(), 'logs'))).toBe(false);
  });

  it('a backup is never written over an existing directory', async () => {
    await backUp(directories, target());
    await expect(backUp(directories, target())).rejects.toThrow('already exists');
  });

  it('a backup is restored only where there is no data', async () => {
    await backUp(directories, target());
    await expect(restore(directories, target())).rejects.toThrow('Data already exists in');
    rmSync(directories.data, { recursive: true });
    expect(await restore(directories, target())).toEqual(['postgres', 'kafka', 'temporal', 'secrets']);
    expect(readFileSync(join(directories.data, 'kafka', 'file'), 'utf8')).toBe('kafka');
  });

  it('a directory that is not a backup is refused', async () => {
    await expect(restore(directories, home)).rejects.toThrow('is not a backup');
    await expect(restore(directories, join(home, 'nowhere'))).rejects.toThrow('is not a backup');
  });
});
