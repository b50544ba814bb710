import type { Engine, EngineOptions } from '../engines/engine.ts';
import { databaseEndpointAt, kafkaEndpointAt, temporalEndpointAt } from '../engines/external-endpoints.ts';
import { kafka } from '../engines/kafka.ts';
import { postgres } from '../engines/postgres.ts';
import { createServiceRoles } from '../engines/service-roles.ts';
import { temporal } from '../engines/temporal.ts';
import { temporalServer } from '../engines/temporal-server.ts';
import { waitForGroupCoordinators } from '../kafka/group-coordinators.ts';
import { createTopics } from '../kafka/topics.ts';
import { prepareTemporal } from '../temporal/prepare.ts';
import { build } from './build.ts';
import { waitForDemoPeople } from './demo-people.ts';
import { migrate } from './migrate.ts';
import {
  databaseUrls,
  issuerSpecification,
  localUrl,
  serviceEnvironment,
  servicePasswords,
  serviceSpecifications,
} from './services.ts';
import type { EngineAddresses } from './services.ts';
import type { Supervisor } from '../process/supervisor.ts';

/** The three engines, started and prepared. */
export interface Engines {
  readonly addresses: EngineAddresses;
  readonly all: readonly Engine[];
}

type Print = (line: string) => void;

const secondsSince = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

async function startEngine(
  createEngine: (options: EngineOptions) => Promise<Engine>,
  options: EngineOptions,
  supervisor: Supervisor,
  print: Print,
  prepare: (address: string) => Promise<void> = async () => undefined,
): Promise<Engine> {
  const begin = Date.now();
  const engine = await createEngine(options);
  if (engine.specification) await supervisor.start(engine.specification);
  await engine.assertUsable();
  await prepare(engine.address);
  print(`${engine.name} is running (${secondsSince(begin)}, from ${engine.origin}).`);
  return engine;
}

/** Starts PostgreSQL with its database, Kafka with its topics and Temporal with its search attributes, all in parallel. */
export async function startEngines(options: EngineOptions, supervisor: Supervisor, print: Print): Promise<Engines> {
  // Checked before the others start and write data: PostgreSQL refuses to create an empty database when Kafka or
  // Temporal already have data.
  const postgresEngine = await postgres(options);
  const database = startEngine(async () => postgresEngine, options, supervisor, print);
  const workflows = options.usesFullServer
    ? async (given: EngineOptions) => temporalServer(given, (await database).address)
    : temporal;
  const all = await Promise.all([
    database,
    startEngine(kafka, options, supervisor, print, async (address) => {
      const endpoint = kafkaEndpointAt(address);
      await createTopics(endpoint);
      await waitForGroupCoordinators(endpoint);
    }),
    startEngine(workflows, options, supervisor, print, (address) => prepareTemporal(temporalEndpointAt(address))),
  ]);
  const [first, second, third] = all;
  return { all, addresses: { postgres: first.address, kafka: second.address, temporal: third.address } };
}

/**
 * Starts the engines and the issuer, builds, migrates and starts the services. Returns when everything is ready.
 *
 * @param wanted names of the services to start; all when undefined
 */
export async function startSystem(
  options: EngineOptions & { readonly serviceVariables?: NodeJS.ProcessEnv },
  supervisor: Supervisor,
  print: Print,
  wanted?: readonly string[],
): Promise<Engines> {
  const { directories, ports, signal } = options;
  const begin = Date.now();
  const building = build(directories, signal).then(() => print(`Built (${secondsSince(begin)}).`));
  const issuer = supervisor.start(issuerSpecification(directories, ports));
  const [engines] = await Promise.all([startEngines(options, supervisor, print), building, issuer]);
  const environment: NodeJS.ProcessEnv = {
    ...serviceEnvironment(directories, ports, engines.addresses),
    ...options.serviceVariables,
  };
  const databases = databaseUrls(directories, engines.addresses.postgres);
  await createServiceRoles(databaseEndpointAt(engines.addresses.postgres), servicePasswords(directories));
  await migrate(directories, environment, databases, signal);
  print('Migrated.');
  const specifications = serviceSpecifications(directories, ports, environment, databases).filter(
    ({ name }) => wanted?.includes(name) ?? true,
  );
  await Promise.all(
    specifications.map(async (specification) => {
      await supervisor.start(specification);
      print(`${specification.name} is ready.`);
    }),
  );
  // Another issuer has other people, who come from a team file or the API.
  if (environment['AUTH_ISSUER'] === localUrl(ports.issuer)) {
    const started = specifications.map(({ name }) => name);
    await waitForDemoPeople(ports, started, signal);
  }
  return engines;
}
