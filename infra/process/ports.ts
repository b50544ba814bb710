import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';
import { Failure } from '../failure.ts';

const offsets = {
  issuer: 0,
  intake: 1,
  scoring: 2,
  handoff: 3,
  reporting: 4,
  handoffWorker: 5,
  postgres: 10,
  kafka: 11,
  kafkaController: 12,
  temporal: 13,
  temporalUi: 14,
  temporalMetrics: 15,
} as const;

/** What listens on a port of the block. */
export type PortName = keyof typeof offsets;
/** One block of ports, all on the loopback address. */
export type Ports = Readonly<Record<PortName, number>>;

const portNames = Object.keys(offsets) as PortName[];
const PORT_BLOCK_SIZE = 16;
export const DEFAULT_PORT_BASE = 8100;

/** The block that begins at `base`. */
export function portsFrom(base: number): Ports {
  return Object.fromEntries(portNames.map((name) => [name, base + offsets[name]])) as Ports;
}

/** The block that BATON_PORT_BASE chooses. */
export function readPortBase(environment: NodeJS.ProcessEnv = process.env): number {
  const text = environment['BATON_PORT_BASE'];
  if (text === undefined || text === '') return DEFAULT_PORT_BASE;
  const base = Number(text);
  if (Number.isInteger(base) && base >= 1024 && base <= 65_535 - PORT_BLOCK_SIZE) return base;
  throw new Failure(
    `BATON_PORT_BASE is "${text}", which is no port between 1024 and ${65_535 - PORT_BLOCK_SIZE}.`,
    'Set it to the first of 16 free ports, such as BATON_PORT_BASE=8200.',
  );
}

/** Whether something could listen there now. */
export function isPortFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}

/** Fails with the first port of the block that is taken. */
export async function assertPortsFree(ports: Ports, wanted: readonly PortName[] = portNames): Promise<void> {
  const free = await Promise.all(wanted.map((name) => isPortFree(ports[name])));
  const taken = wanted.find((_, index) => !free[index]);
  if (taken === undefined) return;
  const other = ports.issuer + 100 <= 65_000 ? ports.issuer + 100 : DEFAULT_PORT_BASE;
  throw new Failure(
    `Port ${ports[taken]} on 127.0.0.1, meant for ${taken}, is already in use by another program.`,
    `Stop that program, or choose another block of ports: BATON_PORT_BASE=${other} npm start`,
  );
}

/** A random block with nothing on it, below the range from which systems hand out outgoing ports. */
export async function findFreePorts(): Promise<Ports> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const ports = portsFrom(20_000 + PORT_BLOCK_SIZE * randomInt(700));
    const free = await Promise.all(portNames.map((name) => isPortFree(ports[name])));
    if (free.every(Boolean)) return ports;
  }
  throw new Failure(
    'No block of 16 free ports was found between 20000 and 31200.',
    'Stop some programs and try again.',
  );
}
