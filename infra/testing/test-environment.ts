import { join } from 'node:path';
import type { Engines } from '../system/start-system.ts';
import type { Directories } from '../directories.ts';
import type { Ports } from '../process/ports.ts';
import { localUrl } from '../system/services.ts';

/** Variables with the addresses of the engines, for tests. */
export const engineEnvironment = (
  { directories }: { directories: Directories },
  { addresses }: Engines,
): NodeJS.ProcessEnv => ({
  TEST_POSTGRES_URL: addresses.postgres,
  TEST_KAFKA_BROKERS: addresses.kafka,
  TEST_TEMPORAL_ADDRESS: addresses.temporal,
  // Names and process ids, for tests that kill a process. The supervisor restarts it.
  TEST_STATE_FILE: join(directories.data, 'running.json'),
});

/** Variables with the addresses and the log directory of a whole system, for tests and measurements. */
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

/** Variables with the addresses of the issuer and the services. */
export const serviceAddressVariables = (ports: Ports): NodeJS.ProcessEnv => ({
  TEST_ISSUER_URL: localUrl(ports.issuer),
  TEST_INTAKE_URL: localUrl(ports.intake),
  TEST_SCORING_URL: localUrl(ports.scoring),
  TEST_HANDOFF_URL: localUrl(ports.handoff),
  TEST_REPORTING_URL: localUrl(ports.reporting),
  TEST_INTAKE_OPERATIONS_URL: localUrl(ports.intakeOperations),
  TEST_SCORING_OPERATIONS_URL: localUrl(ports.scoringOperations),
  TEST_HANDOFF_OPERATIONS_URL: localUrl(ports.handoffOperations),
  TEST_REPORTING_OPERATIONS_URL: localUrl(ports.reportingOperations),
  TEST_WORKER_OPERATIONS_URL: localUrl(ports.handoffWorkerOperations),
});
