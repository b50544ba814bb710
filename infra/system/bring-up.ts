import type { Engine, EngineSetting } from '../engines/engine.ts';
import { kafka } from '../engines/kafka.ts';
import { postgres } from '../engines/postgres.ts';
import { temporal } from '../engines/temporal.ts';
import { temporalServer } from '../engines/temporal-server.ts';
import { awaitCoordinators } from '../kafka/coordinators.ts';
import { createTopics } from '../kafka/topics.ts';
import { prepareTemporal } from '../temporal/prepare.ts';
import { build, migrate } from './build.ts';
import { issuerSpecification, serviceEnvironment, serviceSpecifications } from './services.ts';
import type { EngineAddresses } from './services.ts';
import type { Supervisor } from './supervisor.ts';

/** The three engines, up and prepared. */
export interface Engines {
  readonly addresses: EngineAddresses;
  readonly all: readonly Engine[];
}

type Tell = (line: string) => void;

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

async function bringUp(
  make: (setting: EngineSetting) => Promise<Engine>,
  setting: EngineSetting,
  supervisor: Supervisor,
  tell: Tell,
  prepare: (address: string) => Promise<void> = async () => undefined,
): Promise<Engine> {
  const begin = Date.now();
  const engine = await make(setting);
  if (engine.specification) await supervisor.start(engine.specification);
  await engine.check();
  await prepare(engine.address);
  tell(`${engine.name} is up (${seconds(begin)}, from ${engine.origin}).`);
  return engine;
}

/** PostgreSQL with its database, Kafka with its topics, Temporal with its search attributes; all three at once. */
export async function startEngines(setting: EngineSetting, supervisor: Supervisor, tell: Tell): Promise<Engines> {
  // Before the others leave anything: where they have data and it has none, it refuses to begin with an empty database.
  const own = await postgres(setting);
  const database = bringUp(async () => own, setting, supervisor, tell);
  const workflows = setting.isFullServer
    ? async (given: EngineSetting) => temporalServer(given, (await database).address)
    : temporal;
  const all = await Promise.all([
    database,
    bringUp(kafka, setting, supervisor, tell, async (address) => {
      await createTopics(address);
      await awaitCoordinators(address);
    }),
    bringUp(workflows, setting, supervisor, tell, prepareTemporal),
  ]);
  const [first, second, third] = all;
  return { all, addresses: { postgres: first.address, kafka: second.address, temporal: third.address } };
}

/**
 * The engines, the build, the migrations, the issuer and the services: returns when everything is ready.
 * All services, unless only some are wanted by name.
 */
export async function startSystem(
  setting: EngineSetting & { readonly serviceVariables?: NodeJS.ProcessEnv },
  supervisor: Supervisor,
  tell: Tell,
  wanted?: readonly string[],
): Promise<Engines> {
  const { place, ports, signal } = setting;
  const begin = Date.now();
  const building = build(place, signal).then(() => tell(`Built (${seconds(begin)}).`));
  const issuer = supervisor.start(issuerSpecification(place, ports));
  const [engines] = await Promise.all([startEngines(setting, supervisor, tell), building, issuer]);
  const environment = { ...serviceEnvironment(place, ports, engines.addresses), ...setting.serviceVariables };
  await migrate(place, environment, signal);
  tell('Migrated.');
  await Promise.all(
    serviceSpecifications(place, ports, environment)
      .filter(({ name }) => wanted?.includes(name) ?? true)
      .map(async (specification) => {
        await supervisor.start(specification);
        tell(`${specification.name} is ready.`);
      }),
  );
  return engines;
}
