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

describe('Supervisor', () => {
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
      print: (line) => lines.push(line),
      onChange: (processes) => {
        recorded = processes;
      },
    });
  });
  afterEach(async () => {
    await supervisor.stopAll();
    rmSync(directories.data, { recursive: true });
  });

  it('the supervisor records each child while it is running', async () => {
    await supervisor.start(child('sleep 30'));
    const [only] = recorded;
    expect(only).toMatchObject({ name: 'child', pid: supervisor.pidOf('child') });
    await supervisor.stopAll();
    expect(recorded).toEqual([]);
    expect(startTimeOf(only?.pid ?? 0)).toBeUndefined();
  });

  it('the supervisor restarts a child that was killed, and says so in one line', async () => {
    await supervisor.start(child('echo alive; sleep 30'));
    await until(() => readFileSync(join(directories.logs, 'child.log'), 'utf8').includes('alive'));
    const first = supervisor.pidOf('child') ?? 0;
    process.kill(first, 'SIGKILL');
    await until(() => lines.length === 2);
    expect(lines).toEqual([
      'child ended (SIGKILL) and will be restarted in 0.5 s. The last line of its log: alive',
      'child is ready again.',
    ]);
    expect(supervisor.pidOf('child')).not.toBe(first);
  });

  it('the supervisor fails with the end of the log when a child ends before it is ready', async () => {
    const start = supervisor.start(child('echo no such luck; exit 3', { isReady: async () => false }));
    await expect(start).rejects.toThrow(/child ended before it was ready[^]*no such luck/);
  });

  it('the supervisor fails when a child is not ready in time', async () => {
    const start = supervisor.start(child('sleep 30', { isReady: async () => false, readyWithinSeconds: 0.3 }));
    await expect(start).rejects.toThrow('child was not ready within 0.3 s');
  });

  it('the supervisor says why a child could not be started', async () => {
    const start = supervisor.start(child('', { command: '/nowhere/child', isReady: async () => false }));
    await expect(start).rejects.toThrow('child could not be started: spawn /nowhere/child ENOENT');
  });

  it('the supervisor continues, and says so, when the state file cannot be written', async () => {
    supervisor = new Supervisor({
      directories,
      print: (line) => lines.push(line),
      onChange: (processes) => {
        if (processes.length === 0) throw new Error('ENOSPC: no space left on device, write');
        recorded = processes;
      },
    });
    await supervisor.start(child('sleep 30'));
    process.kill(supervisor.pidOf('child') ?? 0, 'SIGKILL');
    await until(() => lines.includes('child is ready again.'));
    expect(lines[0]).toMatch(/^The state file could not be written\. The disk is full/);
    expect(recorded).toMatchObject([{ pid: supervisor.pidOf('child') }]);
  });

  it('the supervisor retries the start of a child whose log could not be opened', async () => {
    await supervisor.start(child('sleep 30'));
    rmSync(directories.logs, { recursive: true });
    process.kill(supervisor.pidOf('child') ?? 0, 'SIGKILL');
    await until(() => lines.length === 2);
    createDirectories(directories);
    await until(() => lines.length === 3);
    expect(lines[1]).toMatch(/^child could not be started \(.*ENOENT[^]*\) and will be restarted in 2 s/);
    expect(lines[2]).toBe('child is ready again.');
  });

  it('the supervisor retries the start of a child whose program was missing for a while', async () => {
    const program = join(directories.data, 'program');
    const install = (): void => writeFileSync(program, '#!/bin/sh\nsleep 30\n', { mode: 0o755 });
    install();
    await supervisor.start(child('', { command: program, parameters: [] }));
    rmSync(program);
    process.kill(supervisor.pidOf('child') ?? 0, 'SIGKILL');
    await until(() => lines.length === 2);
    install();
    await until(() => lines.length === 3);
    expect(lines[1]).toMatch(/^child ended \(spawn .* ENOENT\) and will be restarted in 2 s/);
    expect(lines[2]).toBe('child is ready again.');
  });

  it('the supervisor waits longer before each restart, up to half a minute', () => {
    expect([1, 2, 3, 6, 20].map(restartDelayMilliseconds)).toEqual([500, 2000, 4000, 30_000, 30_000]);
  });
});
