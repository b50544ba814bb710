import { portsFrom } from '../process/ports.ts';
import { readState, runningLauncher } from '../process/state-file.ts';
import { directoriesAt } from '../directories.ts';
import { Failure } from '../failure.ts';
import { kafkaBrokers } from '../system/services.ts';
import { serviceAddressVariables } from '../testing/test-environment.ts';
import { runProgram } from './run-program.ts';

/** `npm run simulate -- --leads 200 [--seed 7]`: simulated leads and salespeople against the Baton that runs here. */
export async function simulate(parameters: readonly string[]): Promise<number> {
  const directories = directoriesAt();
  const state = readState(directories);
  if (!state || !runningLauncher(state))
    throw new Failure('Baton is not running here.', 'Start it with npm start in another terminal, then try again.');
  const ports = portsFrom(state.portBase);
  const environment = { ...serviceAddressVariables(ports), TEST_KAFKA_BROKERS: kafkaBrokers(ports) };
  return runProgram(directories, 'apps/e2e/src/simulation/main.ts', { parameters, environment });
}
