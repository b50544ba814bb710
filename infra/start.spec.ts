import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { identityOf } from './process/identity.ts';
import { directoriesAt } from './directories.ts';
import { writeState } from './process/state-file.ts';

const fourMinutesAgo = new Date(Date.now() - 4 * 60_000);

describe('start.mjs', () => {
  /** A clone after a pull, with packages of another lock file, and an `npm` that only records that it was called. */
  let clone: string;
  let launcher: ChildProcess;
  const npmWasCalled = (): boolean => existsSync(join(clone, 'npm-was-called'));
  const lock = (): string => join(clone, '.baton', 'install.lock');

  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'baton-start-'));
    cpSync(import.meta.dirname, join(clone, 'infra'), {
      recursive: true,
      filter: (path) => !/node_modules|test-results/.test(path),
    });
    for (const directory of ['.baton', 'bin', 'node_modules/.bin'])
      mkdirSync(join(clone, directory), { recursive: true });
    writeFileSync(join(clone, 'package-lock.json'), '{"packages":{"node_modules/pg":{"version":"9.0.0"}}}');
    symlinkSync(process.execPath, join(clone, 'node_modules', '.bin', 'node'));
    writeFileSync(join(clone, 'bin', 'npm'), `#!/bin/sh\ntouch ${clone}/npm-was-called\n`, { mode: 0o755 });
    launcher = spawn('sleep', ['60']);
  });
  afterEach(() => {
    launcher.kill('SIGKILL');
    rmSync(clone, { recursive: true });
  });

  const recordLauncher = (): void => {
    const identity = identityOf(launcher.pid ?? 0);
    if (!identity) throw new Error('The launcher did not start.');
    writeState(directoriesAt(join(clone, '.baton')), { launcher: identity, portBase: 8100, processes: [] });
  };

  const start = (command: string): { output: () => string; ended: Promise<number>; child: ChildProcess } => {
    let output = '';
    const { BATON_DATA: _elsewhere, ...environment } = process.env;
    const child = spawn(process.execPath, [join(clone, 'infra', 'start.mjs'), command], {
      env: { ...environment, NODE_OPTIONS: '', PATH: [join(clone, 'bin'), process.env['PATH']].join(delimiter) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return {
      output: () => output,
      ended: new Promise((resolve) => child.once('close', (code) => resolve(code ?? -1))),
      child,
    };
  };

  it.each(['stop', 'reset'])(
    'npm run %s works after a pull and without a network, and installs nothing',
    async (command) => {
      recordLauncher();
      const { output, ended } = start(command);
      expect([await ended, output()]).toEqual([0, expect.stringContaining('Stopped.')]);
      expect(npmWasCalled()).toBe(false);
      expect(launcher.signalCode).toBe('SIGTERM');
    },
  );

  it('start.mjs refuses to replace the packages of a running Baton', async () => {
    recordLauncher();
    const { output, ended } = start('token');
    expect(await ended).toBe(1);
    expect(output()).toContain('Stop it first with npm run stop');
    expect(npmWasCalled()).toBe(false);
  });

  it('start.mjs installs packages after the launcher was killed', async () => {
    recordLauncher();
    launcher.kill('SIGKILL');
    await start('no-command').ended;
    expect(npmWasCalled()).toBe(true);
    expect(existsSync(lock())).toBe(false);
  });

  it('start.mjs waits for another process that installs packages, and names the lock', async () => {
    writeFileSync(lock(), String(launcher.pid));
    const { output, ended, child } = start('no-command');
    for (let tries = 0; tries < 100 && output() === ''; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(output()).toContain(
      `Process ${launcher.pid} is installing packages here (${lock()}); waiting for it to finish.`,
    );
    expect(npmWasCalled()).toBe(false);
    child.kill('SIGKILL');
    await ended;
  });

  it('start.mjs takes over a lock that is no longer refreshed, although a process with its id is running', async () => {
    writeFileSync(lock(), String(launcher.pid));
    utimesSync(lock(), fourMinutesAgo, fourMinutesAgo);
    await start('no-command').ended;
    expect(npmWasCalled()).toBe(true);
  });

  it('start.mjs takes over a lock with its own process id, as after an interrupted start in a container', async () => {
    // exec keeps the process id of the shell.
    const script = `echo $$ > ${lock()}; exec "$0" ${join(clone, 'infra', 'start.mjs')} no-command`;
    const child = spawn('sh', ['-c', script, process.execPath], {
      env: { ...process.env, NODE_OPTIONS: '', PATH: [join(clone, 'bin'), process.env['PATH']].join(delimiter) },
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect(npmWasCalled()).toBe(true);
    expect(readFileSync(join(clone, 'node_modules', '.baton-lock'), 'utf8')).toHaveLength(64);
  });
});
