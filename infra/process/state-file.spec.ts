import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, isAlive } from './identity.ts';
import { directoriesAt } from '../directories.ts';
import type { Directories } from '../directories.ts';
import {
  runningLauncher,
  orphansOf,
  currentProcessIdentity,
  readState,
  removeState,
  writeState,
} from './state-file.ts';
import type { RecordedProcess } from './state-file.ts';
import { stopInOrder } from './stop-in-order.ts';

const sleeper = (script: string, changes: Partial<RecordedProcess> = {}): RecordedProcess => {
  const child = spawn('sh', ['-c', script], { detached: true, stdio: 'ignore' });
  child.unref();
  const identity = identityOf(child.pid ?? 0);
  if (!identity) throw new Error('The child did not start.');
  return { ...identity, name: 'sleeper', stage: 'services', stopSignal: 'SIGTERM', ...changes };
};

describe('the state file', () => {
  let directories: Directories;

  beforeEach(() => {
    directories = directoriesAt(mkdtempSync(join(tmpdir(), 'baton-state-')));
  });
  afterEach(() => rmSync(directories.data, { recursive: true }));

  it('the state file is read back as it was written, and is missing before and after', () => {
    const state = { launcher: currentProcessIdentity(), portBase: 8100, processes: [] };
    expect(readState(directories)).toBeUndefined();
    writeState(directories, state);
    expect(readState(directories)).toEqual(state);
    removeState(directories);
    expect(readState(directories)).toBeUndefined();
  });

  it('the state file counts as missing when it is damaged', () => {
    writeFileSync(join(directories.data, 'running.json'), '{"launcher":');
    expect(readState(directories)).toBeUndefined();
  });

  it('the state file shows whether its launcher is still running', async () => {
    const launcher = sleeper('sleep 30');
    const state = { launcher, portBase: 8100, processes: [] };
    expect(runningLauncher(state)).toEqual(launcher);
    await stopInOrder([launcher]);
    expect(runningLauncher(state)).toBeUndefined();
  });

  it('orphansOf never returns another process with the same id', async () => {
    const stranger = sleeper('sleep 30');
    const remembered = { ...stranger, startedAt: '1' };
    expect(orphansOf({ launcher: remembered, portBase: 8100, processes: [remembered] })).toEqual([]);
    await stopInOrder([remembered]);
    expect(isAlive(stranger)).toBe(true);
    await stopInOrder([stranger]);
  });
});

describe('stopInOrder', () => {
  it('stopInOrder stops services before the engines that they need', async () => {
    const ended: string[] = [];
    const engine = sleeper('sleep 30', { name: 'engine', stage: 'postgres' });
    const service = sleeper('trap "sleep 0.3; exit 0" TERM; while :; do sleep 0.05; done', { name: 'service' });
    const watch = setInterval(() => {
      for (const each of [engine, service]) if (!isAlive(each) && !ended.includes(each.name)) ended.push(each.name);
    }, 10);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await stopInOrder([engine, service]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    clearInterval(watch);
    expect(ended).toEqual(['service', 'engine']);
  });

  it('stopInOrder kills a process that ignores its signal, and says so', async () => {
    const lines: string[] = [];
    const stubborn = sleeper('trap "" TERM; while :; do sleep 0.05; done', { name: 'stubborn' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await stopInOrder([stubborn], { graceMilliseconds: 300, print: (line) => lines.push(line) });
    expect(isAlive(stubborn)).toBe(false);
    expect(lines).toEqual(['stubborn did not stop within 0.3 s. Killing it.']);
  });
});
