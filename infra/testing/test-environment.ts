import { join } from 'node:path';
import type { Engines } from '../system/start-system.ts';
import type { Directories } from '../directories.ts';
import type { Ports } from '../process/ports.ts';
import { localUrl } from '../system/services.ts';

/** Where the engines are, for tests against them. */
export const engineEnvironment = (
  { directories }: { directories: Directories },
  { addresses }: Engines,
): NodeJS.ProcessEnv => ({
  TEST_POSTGRES_URL: addresses.postgres,
  TEST_KAFKA_BROKERS: addresses.kafka,
  TEST_TEMPORAL_ADDRESS: addresses.temporal,
  // Names and process ids of what runs, for tests that kill one of them; it is started again by itself.
  TEST_STATE_FILE: join(directories.data, 'running.json'),
});

/** Where a whole system is, and where it writes its logs. */
export function systemEnvironment(
  options: { directories: Directories; ports: Ports },
  engines: Engines,
): NodeJS.ProcessEnv {
  return {
    ...engineEnvironment(options, engines),
    ...serviceAddressVariables(options.ports),
    TEST_LOG_DIRECTORY: options.directories.logs,
  };
}

/** Where the issuer and the services answer. */
export const serviceAddressVariables = ({
  issuer,
  intake,
  scoring,
  handoff,
  reporting,
  handoffWorker,
}: Ports): NodeJS.ProcessEnv => ({
  TEST_ISSUER_URL: localUrl(issuer),
  TEST_INTAKE_URL: localUrl(intake),
  TEST_SCORING_URL: localUrl(scoring),
  TEST_HANDOFF_URL: localUrl(handoff),
  TEST_REPORTING_URL: localUrl(reporting),
  TEST_WORKER_URL: localUrl(handoffWorker),
});
