import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp, restore } from './backup.ts';
import { directoriesAt } from '../directories.ts';
import type { Directories } from '../directories.ts';

describe('a backup of the engines that run here', () => {
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

  it('holds data and secrets with their rights, and no logs', async () => {
    expect(await backUp(directories, target())).toEqual(['postgres', 'kafka', 'temporal', 'secrets']);
    expect(readFileSync(join(target(), 'temporal', 'file'), 'utf8')).toBe('temporal');
    expect(statSync(join(target(), 'postgres')).mode & 0o777).toBe(0o700);
    expect(existsSync(join(target(), 'logs'))).toBe(false);
  });

  it('is never written over another one', async () => {
    await backUp(directories, target());
    await expect(backUp(directories, target())).rejects.toThrow('is there already');
  });

  it('comes back where there are no data, and nowhere else', async () => {
    await backUp(directories, target());
    await expect(restore(directories, target())).rejects.toThrow('There are data already');
    rmSync(directories.data, { recursive: true });
    expect(await restore(directories, target())).toEqual(['postgres', 'kafka', 'temporal', 'secrets']);
    expect(readFileSync(join(directories.data, 'kafka', 'file'), 'utf8')).toBe('kafka');
  });

  it('is told from any other directory', async () => {
    await expect(restore(directories, home)).rejects.toThrow('is no backup');
    await expect(restore(directories, join(home, 'nowhere'))).rejects.toThrow('is no backup');
  });
});
