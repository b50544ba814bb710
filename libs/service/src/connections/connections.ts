import { databaseKeys, databaseProblems } from './database-settings.ts';
import type { DatabaseSettings } from './database-settings.ts';
import { kafkaKeys, kafkaProblems } from './kafka-settings.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { readSecretFiles } from './secret-file.ts';
import { ConfigurationError } from './setting-problem.ts';
import type { SettingProblem } from './setting-problem.ts';
import { temporalKeys, temporalProblems } from './temporal-settings.ts';
import type { TemporalSettings } from './temporal-settings.ts';

export { databaseEndpoint, databaseKeys } from './database-settings.ts';
export type { DatabaseEndpoint } from './database-settings.ts';
export { kafkaEndpoint, kafkaKeys } from './kafka-settings.ts';
export { ConfigurationError } from './setting-problem.ts';
export { temporalEndpoint, temporalKeys } from './temporal-settings.ts';
export type { TemporalEndpoint } from './temporal-settings.ts';
export { explainDatabaseFailure, explainKafkaFailure, explainTemporalFailure } from './connection-failure.ts';

/**
 * The settings of one engine for a command outside of the services, which check the same variables in their configuration
 * class.
 *
 * @throws ConfigurationError
 */
export const kafkaSettings = (env: NodeJS.ProcessEnv): KafkaSettings =>
  checked(env, kafkaKeys, kafkaProblems, (values) => ({
    ...values,
    KAFKA_BROKERS: (values['KAFKA_BROKERS'] ?? '').split(',').map((broker) => broker.trim()),
  }));

/** @throws ConfigurationError */
export const databaseSettings = (env: NodeJS.ProcessEnv): DatabaseSettings =>
  checked(env, databaseKeys, databaseProblems, (values) => ({
    ...values,
    DATABASE_URL: values['DATABASE_URL'] ?? '',
  }));

/** @throws ConfigurationError */
export const temporalSettings = (env: NodeJS.ProcessEnv): TemporalSettings =>
  checked(env, temporalKeys, temporalProblems, (values) => ({
    ...values,
    TEMPORAL_ADDRESS: values['TEMPORAL_ADDRESS'] ?? '',
  }));

function checked<Settings>(
  env: NodeJS.ProcessEnv,
  keys: readonly string[],
  problemsOf: (settings: Settings) => readonly SettingProblem[],
  settingsOf: (values: NodeJS.ProcessEnv) => Settings,
): Settings {
  const read = readSecretFiles(env, keys);
  const values = Object.fromEntries(keys.map((key) => [key, read.env[key]]));
  const settings = settingsOf(values);
  const problems = [...read.problems, ...problemsOf(settings)];
  if (problems.length === 0) return settings;
  throw new ConfigurationError(problems.map(({ key, message }) => ({ key, messages: [message] })));
}
