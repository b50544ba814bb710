/** Jobs of containers that prepare an engine: `prepare.ts topics` and `prepare.ts temporal`. */
import { createTopics } from '../kafka/topics.ts';
import { toFailure, Failure } from '../failure.ts';
import { prepareTemporal } from '../temporal/prepare.ts';

const required = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  throw new Failure(`${name} is not set.`, 'Set it to the address of the engine.');
};

async function prepare(job: string | undefined): Promise<void> {
  if (job === 'topics') return createTopics(required('KAFKA_BROKERS'));
  if (job === 'temporal') return prepareTemporal(required('TEMPORAL_ADDRESS'));
  throw new Failure(`There is no job called "${job ?? ''}".`, 'Use topics or temporal.');
}

try {
  await prepare(process.argv[2]);
} catch (error) {
  const failure = toFailure(error);
  console.error(`${failure.message} ${failure.remedy}`);
  process.exitCode = 1;
}
