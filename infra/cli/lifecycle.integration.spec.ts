import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../process/identity.ts';
import { directoriesAt } from '../directories.ts';
import type { Directories } from '../directories.ts';
import { findFreePorts } from '../process/ports.ts';
import type { Ports } from '../process/ports.ts';
import { readState } from '../process/state-file.ts';
import type { RecordedProcess } from '../process/state-file.ts';

const main = join(import.meta.dirname, 'main.ts');
const START_TIMEOUT_MILLISECONDS = 240_000;

/** A command, run as start.mjs does after installing packages. */
class Command {
  output = '';
  readonly ended: Promise<number>;
  readonly #child: ChildProcess;

  constructor(name: string, directories: Directories, ports: Ports, environment: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, ['--conditions=@baton/source', main, name], {
      env: {
        ...process.env,
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
        BATON_DATA: directories.data,
        BATON_PORT_BASE: String(ports.issuer),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
    this.ended = new Promise((resolve) => this.#child.once('exit', (code) => resolve(code ?? -1)));
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Waits until the output contains the text. Fails with the whole output when the command ends before that. */
  async waitForOutput(text: string): Promise<void> {
    let hasEnded = false;
    void this.ended.then(() => (hasEnded = true));
    while (!this.output.includes(text)) {
      if (hasEnded) throw new Error(`The command ended without "${text}":\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

describe('npm start and npm run stop', () => {
  let directories: Directories;
  let ports: Ports;
  const command = (name: string, environment?: NodeJS.ProcessEnv): Command =>
    new Command(name, directories, ports, environment);
  const recorded = (): readonly RecordedProcess[] => readState(directories)?.processes ?? [];

  beforeAll(async () => {
    directories = directoriesAt(mkdtempSync(join(tmpdir(), 'baton-lifecycle-')));
    chmodSync(directories.data, 0o711);
    ports = await findFreePorts();
  });
  afterAll(async () => {
    await command('reset').ended;
    rmSync(directories.data, { recursive: true, force: true });
  });

  it('npm start refuses a busy port in one sentence, and leaves nothing running', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(ports.kafka, '127.0.0.1', resolve));
    const start = command('start');
    expect(await start.ended).toBe(1);
    expect(start.output).toContain(`Port ${ports.kafka} on 127.0.0.1, meant for kafka, is in use`);
    expect(start.output).toContain('BATON_PORT_BASE=');
    server.close();
  });

  it('npm start says in one sentence that Java is missing, and stops what it has started', async () => {
    const start = command('start', { JAVA_HOME: '/nowhere' });
    expect(await start.ended).toBe(1);
    expect(start.output).toContain('Kafka needs Java, and "/nowhere/bin/java" was not found');
    expect(recorded()).toEqual([]);
  });

  it(
    'npm start runs once, cleans up after a killed launcher, and stops everything on Ctrl-C',
    async () => {
      const killed = command('start');
      await killed.waitForOutput('Baton is ready after');
      const orphans = recorded();
      expect(orphans.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['postgres', 'kafka', 'temporal', 'issuer', 'intake', 'handoff worker']),
      );

      const second = command('start');
      expect(await second.ended).toBe(0);
      expect(second.output).toContain('Baton is already running here');

      killed.signal('SIGKILL');
      await killed.ended;
      expect(orphans.filter(isAlive)).toHaveLength(orphans.length);

      const next = command('start');
      await next.waitForOutput('Baton is ready after');
      expect(orphans.filter(isAlive)).toEqual([]);

      const children = recorded();
      next.signal('SIGINT');
      next.signal('SIGINT');
      expect(await next.ended).toBe(0);
      expect(children.filter(isAlive)).toEqual([]);
      expect(readState(directories)).toBeUndefined();
    },
    2 * START_TIMEOUT_MILLISECONDS,
  );

  it(
    'npm run stop stops the processes that a killed launcher left behind',
    async () => {
      const start = command('start');
      await start.waitForOutput('Kafka is running');
      start.signal('SIGKILL');
      await start.ended;
      const orphans = recorded();
      expect(orphans.filter(isAlive).length).toBeGreaterThan(2);
      expect(await command('stop').ended).toBe(0);
      expect(orphans.filter(isAlive)).toEqual([]);
    },
    START_TIMEOUT_MILLISECONDS,
  );
});
