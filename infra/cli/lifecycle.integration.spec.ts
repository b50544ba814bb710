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
const startTimeoutMilliseconds = 240_000;

/** One command, as `npm start` runs it after the packages are there. */
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

  /** Until the output holds the text; fails with all of the output when the command ends before. */
  async waitForOutput(text: string): Promise<void> {
    let hasEnded = false;
    void this.ended.then(() => (hasEnded = true));
    while (!this.output.includes(text)) {
      if (hasEnded) throw new Error(`It ended without "${text}":\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

describe('starting and stopping the whole system', () => {
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

  it('refuses a busy port in one sentence, and leaves nothing running', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(ports.kafka, '127.0.0.1', resolve));
    const start = command('start');
    expect(await start.ended).toBe(1);
    expect(start.output).toContain(`Port ${ports.kafka} on 127.0.0.1, meant for kafka, is already in use`);
    expect(start.output).toContain('BATON_PORT_BASE=');
    server.close();
  });

  it('says in one sentence that Java is missing, and stops what it has started', async () => {
    const start = command('start', { JAVA_HOME: '/nowhere' });
    expect(await start.ended).toBe(1);
    expect(start.output).toContain('Kafka needs Java, and "/nowhere/bin/java" was not found');
    expect(recorded()).toEqual([]);
  });

  it(
    'starts once, cleans up after a launcher that was killed, and stops everything on Ctrl-C',
    async () => {
      const killed = command('start');
      await killed.waitForOutput('Baton is ready after');
      const orphans = recorded();
      expect(orphans.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['postgres', 'kafka', 'temporal', 'issuer', 'intake', 'handoff worker']),
      );

      const second = command('start');
      expect(await second.ended).toBe(0);
      expect(second.output).toContain('Baton runs here already');

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
    2 * startTimeoutMilliseconds,
  );

  it(
    'stops what a killed launcher left behind, with npm run stop',
    async () => {
      const start = command('start');
      await start.waitForOutput('Kafka is up');
      start.signal('SIGKILL');
      await start.ended;
      const orphans = recorded();
      expect(orphans.filter(isAlive).length).toBeGreaterThan(2);
      expect(await command('stop').ended).toBe(0);
      expect(orphans.filter(isAlive)).toEqual([]);
    },
    startTimeoutMilliseconds,
  );
});
