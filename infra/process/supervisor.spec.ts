import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startTimeOf } from './identity.ts';
import { directoriesAt, createDirectories } from '../directories.ts';
import type { Directories } from '../directories.ts';
import type { RecordedProcess } from './state-file.ts';
import { restartDelayMilliseconds, Supervisor } from './supervisor.ts';
import type { ProcessSpecification } from './supervisor.ts';

const child = (script: string, changes: Partial<ProcessSpecification> = {}): ProcessSpecification => ({
  name: 'child',
  stage: 'services',
  command: 'sh',
  parameters: ['-c', script],
  isReady: async () => true,
  readyWithinSeconds: 5,
  ...changes,
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !condition(); tries += 1) await pause(50);
}

describe('the supervisor', () => {
  let directories: Directories;
  let lines: string[];
  let recorded: RecordedProcess[];
  let supervisor: Supervisor;

  beforeEach(() => {
    directories = directoriesAt(mkdtempSync(join(tmpdir(), 'baton-supervisor-')));
    createDirectories(directories);
    lines = [];
    recorded = [];
    supervisor = new Supervisor({
      directories,
      tell: (line) => lines.push(line),
      onChange: (processes) => {
        recorded = processes;
      },
    });
  });
  afterEach(async () => {
    await supervisor.stopAll();
    rmSync(directories.data, { recursive: true });
  });

  it('writes down each child, and that it is gone', async () => {
    await supervisor.start(child('sleep 30'));
    const [only] = recorded;
    expect(only).toMatchObject({ name: 'child', pid: supervisor.pidOf('child') });
    await supervisor.stopAll();
    expect(recorded).toEqual([]);
    expect(startTimeOf(only?.pid ?? 0)).toBeUndefined();
  });

  it('starts a child again that was killed, and says so in one line', async () => {
    await supervisor.start(child('echo alive; sleep 30'));
    await until(() => readFileSync(join(directories.logs, 'child.log'), 'utf8').includes('alive'));
    const first = supervisor.pidOf('child') ?? 0;
    process.kill(first, 'SIGKILL');
    await until(() => lines.length === 2);
    expect(lines).toEqual([
      'child ended (SIGKILL) and is started again in 0.5 s. Its log ends: alive',
      'child is ready again.',
    ]);
    expect(supervisor.pidOf('child')).not.toBe(first);
  });

  it('fails with the end of the log when a child ends before it is ready', async () => {
    const start = supervisor.start(child('echo no such luck; exit 3', { isReady: async () => false }));
    await expect(start).rejects.toThrow(/child ended before it was ready[^]*no such luck/);
  });

  it('fails when a child takes too long', async () => {
    const start = supervisor.start(child('sleep 30', { isReady: async () => false, readyWithinSeconds: 0.3 }));
    await expect(start).rejects.toThrow('child was not ready within 0.3 s');
  });

  it('says why a child could not be started at all', async () => {
    const start = supervisor.start(child('', { command: '/nowhere/child', isReady: async () => false }));
    await expect(start).rejects.toThrow('child could not be started: spawn /nowhere/child ENOENT');
  });

  it('goes on, and says so, when what runs cannot be written down', async () => {
    supervisor = new Supervisor({
      directories,
      tell: (line) => lines.push(line),
      onChange: (processes) => {
        if (processes.length === 0) throw new Error('ENOSPC: no space left on device, write');
        recorded = processes;
      },
    });
    await supervisor.start(child('sleep 30'));
    process.kill(supervisor.pidOf('child') ?? 0, 'SIGKILL');
    await until(() => lines.includes('child is ready again.'));
    expect(lines[0]).toMatch(/^What runs here could not be written down\. The disk is full/);
    expect(recorded).toMatchObject([{ pid: supervisor.pidOf('child') }]);
  });

  it('tries again to start a child whose log could not be opened', async () => {
    await supervisor.start(child('sleep 30'));
    rmSync(directories.logs, { recursive: true });
    process.kill(supervisor.pidOf('child') ?? 0, 'SIGKILL');
    await until(() => lines.length === 2);
    createDirectories(directories);
    await until(() => lines.length === 3);
    expect(lines[1]).toMatch(/^child could not be started \(.*ENOENT[^]*\) and is started again in 2 s/);
    expect(lines[2]).toBe('child is ready again.');
  });

  it('tries again to start a child whose program was away for a while', async () => {
    const program = join(directories.data, 'program');
    const install = (): void => writeFileSync(program, '#!/bin/sh\nsleep 30\n', { mode: 0o755 });
    install();
    await supervisor.start(child('', { command: program, parameters: [] }));
    rmSync(program);
    process.kill(supervisor.pidOf('child') ?? 0, 'SIGKILL');
    await until(() => lines.length === 2);
    install();
    await until(() => lines.length === 3);
    expect(lines[1]).toMatch(/^child ended \(spawn .* ENOENT\) and is started again in 2 s/);
    expect(lines[2]).toBe('child is ready again.');
  });

  it('waits ever longer between starts, half a minute at most', () => {
    expect([1, 2, 3, 6, 20].map(restartDelayMilliseconds)).toEqual([500, 2000, 4000, 30_000, 30_000]);
  });
});
