import { join } from 'node:path';
import type { Engines } from '../system/bring-up.ts';
import type { Place } from '../system/place.ts';
import type { Ports } from '../system/ports.ts';
import { local } from '../system/services.ts';

/** Where the engines are, for tests against them. */
export const engineEnvironment = ({ place }: { place: Place }, { addresses }: Engines): NodeJS.ProcessEnv => ({
  TEST_POSTGRES_URL: addresses.postgres,
  TEST_KAFKA_BROKERS: addresses.kafka,
  TEST_TEMPORAL_ADDRESS: addresses.temporal,
  // Names and process ids of what runs, for tests that kill one of them; it is started again by itself.
  TEST_RUNNING_STATE: join(place.data, 'running.json'),
});

/** Where a whole system is, and where it writes its logs. */
export function systemEnvironment(setting: { place: Place; ports: Ports }, engines: Engines): NodeJS.ProcessEnv {
  const { issuer, intake, scoring, handoff, reporting, handoffWorker } = setting.ports;
  return {
    ...engineEnvironment(setting, engines),
    TEST_LOGS: setting.place.logs,
    TEST_ISSUER_URL: local(issuer),
    TEST_INTAKE_URL: local(intake),
    TEST_SCORING_URL: local(scoring),
    TEST_HANDOFF_URL: local(handoff),
    TEST_REPORTING_URL: local(reporting),
    TEST_WORKER_URL: local(handoffWorker),
  };
}
