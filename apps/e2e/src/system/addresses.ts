import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a whole system answers. */
export interface Addresses {
  readonly issuer: string;
  readonly intake: string;
  readonly scoring: string;
  readonly handoff: string;
  readonly reporting: string;
  readonly worker: string;
  readonly kafka: string[];
}

/** One sentence for the person at the terminal, shown without a stack. */
export class UserError extends Error {}

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** The order of the services in the block of ports; see infra/process/ports.ts. */
const portOffsets = { issuer: 0, intake: 1, scoring: 2, handoff: 3, reporting: 4, worker: 5 } as const;
const KAFKA_PORT_OFFSET = 11;

/** Addresses that the test run has put into the environment; undefined outside of one. */
export function addressesFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Addresses | undefined {
  const one = (name: string): string | undefined => environment[`TEST_${name}_URL`];
  const kafka = environment['TEST_KAFKA_BROKERS'];
  const [issuer, intake, scoring, handoff, reporting, worker] = Object.keys(portOffsets).map((name) =>
    one(name.toUpperCase()),
  );
  if (!issuer || !intake || !scoring || !handoff || !reporting || !worker || !kafka) return undefined;
  return { issuer, intake, scoring, handoff, reporting, worker, kafka: kafka.split(',') };
}

/** Addresses of the system that `npm start` runs in this clone. @throws Unusable when none does. */
export function addressesOfRunningSystem(environment: NodeJS.ProcessEnv = process.env): Addresses {
  const file = join(environment['BATON_DATA'] ?? join(root, '.baton'), 'running.json');
  const state = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunningState) : undefined;
  if (!state || !isAlive(state.launcher.pid)) {
    throw new UserError('No Baton runs here. Start it with `npm start` in another terminal, then run this again.');
  }
  const at = (offset: number): string => `http://127.0.0.1:${state.portBase + offset}`;
  const { issuer, intake, scoring, handoff, reporting, worker } = portOffsets;
  return {
    issuer: at(issuer),
    intake: at(intake),
    scoring: at(scoring),
    handoff: at(handoff),
    reporting: at(reporting),
    worker: at(worker),
    kafka: (environment['BATON_KAFKA_BROKERS'] ?? `127.0.0.1:${state.portBase + KAFKA_PORT_OFFSET}`).split(','),
  };
}

interface RunningState {
  launcher: { pid: number };
  portBase: number;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** @throws Unusable naming the services that do not answer. */
export async function assertReady(addresses: Addresses): Promise<void> {
  const { intake, scoring, handoff, reporting, worker } = addresses;
  const services = { intake, scoring, handoff, reporting, 'handoff worker': worker };
  const answers = await Promise.all(
    Object.entries(services).map(async ([name, url]) => {
      const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
      return response?.ok ? undefined : name;
    }),
  );
  const notReady = answers.filter((name) => name !== undefined);
  if (notReady.length === 0) return;
  throw new UserError(`Not ready: ${notReady.join(', ')}. Wait until \`npm start\` says that Baton is ready.`);
}
