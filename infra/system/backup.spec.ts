import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp, restore } from './backup.ts';
import { placeAt } from './place.ts';
import type { Place } from './place.ts';

describe('a backup of the engines that run here', () => {
  let home: string;
  let place: Place;
  const target = (): string => join(home, 'backup');

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'baton-backup-'));
    place = placeAt(join(home, 'data'));
    for (const name of ['postgres', 'kafka', 'temporal', 'secrets', 'logs']) {
      mkdirSync(join(place.data, name), { recursive: true, mode: 0o700 });
      writeFileSync(join(place.data, name, 'file'), name);
    }
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('holds data and secrets with their rights, and no logs', async () => {
    expect(await backUp(place, target())).toEqual(['postgres', 'kafka', 'temporal', 'secrets']);
    expect(readFileSync(join(target(), 'temporal', 'file'), 'utf8')).toBe('temporal');
    expect(statSync(join(target(), 'postgres')).mode & 0o777).toBe(0o700);
    expect(existsSync(join(target(), 'logs'))).toBe(false);
  });

  it('is never written over another one', async () => {
    await backUp(place, target());
    await expect(backUp(place, target())).rejects.toThrow('is there already');
  });

  it('comes back where there are no data, and nowhere else', async () => {
    await backUp(place, target());
    await expect(restore(place, target())).rejects.toThrow('There are data already');
    rmSync(place.data, { recursive: true });
    expect(await restore(place, target())).toEqual(['postgres', 'kafka', 'temporal', 'secrets']);
    expect(readFileSync(join(place.data, 'kafka', 'file'), 'utf8')).toBe('kafka');
  });

  it('is told from any other directory', async () => {
    await expect(restore(place, home)).rejects.toThrow('is no backup');
    await expect(restore(place, join(home, 'nowhere'))).rejects.toThrow('is no backup');
  });
});
