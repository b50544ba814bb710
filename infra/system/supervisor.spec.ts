import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startOf } from './identity.ts';
import { type Place, placeAt, prepare } from './place.ts';
import type { RecordedProcess } from './state-file.ts';
import { type ProcessSpecification, restartDelay, Supervisor } from './supervisor.ts';

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
  let place: Place;
  let lines: string[];
  let recorded: RecordedProcess[];
  let supervisor: Supervisor;

  beforeEach(() => {
    place = placeAt(mkdtempSync(join(tmpdir(), 'baton-supervisor-')));
    prepare(place);
    lines = [];
    recorded = [];
    supervisor = new Supervisor({
      place,
      tell: (line) => lines.push(line),
      onChange: (processes) => {
        recorded = processes;
      },
    });
  });
  afterEach(async () => {
    await supervisor.stopAll();
    rmSync(place.data, { recursive: true });
  });

  it('writes down each child, and that it is gone', async () => {
    await supervisor.start(child('sleep 30'));
    const [only] = recorded;
    expect(only).toMatchObject({ name: 'child', pid: supervisor.pidOf('child') });
    await supervisor.stopAll();
    expect(recorded).toEqual([]);
    expect(startOf(only?.pid ?? 0)).toBeUndefined();
  });

  it('starts a child again that was killed, and says so in one line', async () => {
    await supervisor.start(child('echo alive; sleep 30'));
    await until(() => readFileSync(join(place.logs, 'child.log'), 'utf8').includes('alive'));
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

  it('waits ever longer between starts, half a minute at most', () => {
    expect([1, 2, 3, 6, 20].map(restartDelay)).toEqual([500, 2000, 4000, 30_000, 30_000]);
  });
});
