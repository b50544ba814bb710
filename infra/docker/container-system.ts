import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { Failure } from '../failure.ts';
import { print } from '../system/launcher.ts';
import type { ContainerEngine } from './container-engine.ts';
import { startOrder } from './start-order.ts';
import type { ComposeService } from './start-order.ts';

const PROJECT = 'baton-try';
const READY_MILLISECONDS = 600_000;

/** The system in containers, under a project name that no other installation has. */
export class ContainerSystem {
  readonly #engine: ContainerEngine;
  readonly #root: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(engine: ContainerEngine, root: string, images: NodeJS.ProcessEnv) {
    this.#engine = engine;
    this.#root = root;
    this.#environment = { ...process.env, ...images };
  }

  /** Starts everything, and waits until each service is healthy and each job has succeeded. */
  async start(): Promise<void> {
    const services = await this.#services();
    if (this.#engine.name === 'docker') await this.#compose('up', '--detach', '--no-build');
    // Podman before 4.6 waits for no health check, and version 4.3 cannot start what depends on a dependent.
    else await this.#startInOrder(services);
    await this.#waitFor(Object.entries(services));
  }

  /** Removes the containers; their data stays in volumes. */
  async stop(): Promise<void> {
    await this.#compose('down');
  }

  async remove(): Promise<void> {
    await this.#compose('down', '--volumes');
  }

  async printLogs(): Promise<void> {
    for (const name of Object.keys(await this.#services())) {
      const { output } = await this.#engine.run(['logs', '--tail', '8', await this.#containerOf(name)]);
      print(`--- ${name}\n${output}`);
    }
  }

  async #services(): Promise<Readonly<Record<string, ComposeService>>> {
    const text = await readFile(join(this.#root, 'docker-compose.yml'), 'utf8');
    return (parse(text, { merge: true, maxAliasCount: -1 }) as { services: Record<string, ComposeService> }).services;
  }

  async #startInOrder(services: Readonly<Record<string, ComposeService>>): Promise<void> {
    for (const names of startOrder(services)) {
      await this.#compose('up', '--detach', '--no-build', '--no-deps', ...names);
      await this.#waitFor(names.map((name) => [name, services[name] ?? {}] as const));
    }
  }

  async #waitFor(services: readonly (readonly [string, ComposeService])[]): Promise<void> {
    const end = Date.now() + READY_MILLISECONDS;
    for (const [name, service] of services) {
      while (!(await this.#isReady(name, service))) {
        if (Date.now() > end) throw new Failure(`The container of ${name} did not become ready.`, 'See its log above.');
        await pause(1000);
      }
    }
  }

  async #isReady(name: string, { restart = '', healthcheck }: ComposeService): Promise<boolean> {
    const container = await this.#containerOf(name);
    const state = async (format: string): Promise<string> =>
      (await this.#engine.run(['inspect', '--format', format, container])).output.trim();
    if (restart.startsWith('on-failure')) return (await state('{{.State.Status}} {{.State.ExitCode}}')) === 'exited 0';
    if (healthcheck === undefined) return (await state('{{.State.Status}}')) === 'running';
    if (this.#engine.name === 'docker') return (await state('{{.State.Health.Status}}')) === 'healthy';
    // Podman runs checks by systemd, which is not everywhere.
    return (await this.#engine.run(['healthcheck', 'run', container])).code === 0;
  }

  async #containerOf(service: string): Promise<string> {
    const { output } = await this.#engine.run(['ps', '--all', '--format', '{{.Names}}']);
    const names = output.split('\n').map((line) => line.trim());
    return names.find((name) => ['-', '_'].some((mark) => name === [PROJECT, service, '1'].join(mark))) ?? service;
  }

  async #compose(...parameters: string[]): Promise<void> {
    const demo = ['--env-file', join(this.#root, 'infra', 'docker', 'demo.env'), '--profile', 'demo'];
    const file = ['--project-name', PROJECT, '--file', join(this.#root, 'docker-compose.yml')];
    const { code, output } = await this.#engine.compose([...demo, ...file, ...parameters], this.#environment);
    if (code !== 0) throw new Failure(`compose ${parameters.join(' ')} failed:\n${output.slice(-3000)}`, 'See above.');
  }
}
