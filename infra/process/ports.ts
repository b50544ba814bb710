import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';
import { Failure } from '../failure.ts';

const offsets = {
  issuer: 0,
  intake: 1,
  scoring: 2,
  handoff: 3,
  reporting: 4,
  handoffWorkerOperations: 5,
  intakeOperations: 6,
  scoringOperations: 7,
  handoffOperations: 8,
  reportingOperations: 9,
  postgres: 10,
  kafka: 11,
  kafkaController: 12,
  temporal: 13,
  temporalUi: 14,
  temporalMetrics: 15,
} as const;

/** The processes that listen on a port of the block. */
export type PortName = keyof typeof offsets;
/** A block of ports on the loopback address. */
export type Ports = Readonly<Record<PortName, number>>;

const portNames = Object.keys(offsets) as PortName[];
const PORT_BLOCK_SIZE = 16;
export const DEFAULT_PORT_BASE = 8100;

/** The block of ports that starts at `base`. */
export function portsFrom(base: number): Ports {
  return Object.fromEntries(portNames.map((name) => [name, base + offsets[name]])) as Ports;
}

/** The first port of the block, from BATON_PORT_BASE. */
export function readPortBase(environment: NodeJS.ProcessEnv = process.env): number {
  const text = environment['BATON_PORT_BASE'];
  if (text === undefined || text === '') return DEFAULT_PORT_BASE;
  const base = Number(text);
  if (Number.isInteger(base) && base >= 1024 && base <= 65_535 - PORT_BLOCK_SIZE) return base;
  throw new Failure(
    `BATON_PORT_BASE must be a port from 1024 to ${65_535 - PORT_BLOCK_SIZE}, not "${text}".`,
    'Set it to the first of 16 free ports, such as BATON_PORT_BASE=8200.',
  );
}

/** Whether a process could listen on the port now. */
export function isPortFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}

/** @throws Failure naming the first port that is in use */
export async function assertPortsFree(ports: Ports, needed: readonly PortName[] = portNames): Promise<void> {
  const free = await Promise.all(needed.map((name) => isPortFree(ports[name])));
  const taken = needed.find((_, index) => !free[index]);
  if (taken === undefined) return;
  const other = ports.issuer + 100 <= 65_000 ? ports.issuer + 100 : DEFAULT_PORT_BASE;
  throw new Failure(
    `Port ${ports[taken]} on 127.0.0.1, meant for ${taken}, is in use by another program.`,
    `Stop that program, or choose another block of ports: BATON_PORT_BASE=${other} npm start`,
  );
}

/** A random free block, below the range that operating systems use for outgoing connections. */
export async function findFreePorts(): Promise<Ports> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const ports = portsFrom(20_000 + PORT_BLOCK_SIZE * randomInt(700));
    const free = await Promise.all(portNames.map((name) => isPortFree(ports[name])));
    if (free.every(Boolean)) return ports;
  }
  throw new Failure('Found no block of 16 free ports between 20000 and 31200.', 'Stop some programs and try again.');
}
