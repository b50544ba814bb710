import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import 'reflect-metadata';
import { readSecretFiles } from '../connections/secret-file.ts';
import { ConfigurationError, isSet } from '../connections/setting-problem.ts';

export { ConfigurationError } from '../connections/setting-problem.ts';

const describe = (error: ValidationError, env: NodeJS.ProcessEnv): { key: string; messages: string[] } =>
  isSet(env[error.property])
    ? { key: error.property, messages: Object.values(error.constraints ?? {}) }
    : { key: error.property, messages: ['is missing', ...Object.values(error.constraints ?? {})] };

/** The variables of a configuration class, which are its validated properties. */
const variablesOf = (type: new () => object): string[] => {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  return [...new Set(metadata.map(({ propertyName }) => propertyName))];
};

/**
 * Reads a validated configuration class from the environment. An empty variable counts as missing. Each variable may also
 * be given as NAME_FILE, the path of a file with its value. The error message contains no values, because they may be
 * secrets.
 *
 * @throws ConfigurationError
 */
export function loadConfig<T extends object>(type: new () => T, env: NodeJS.ProcessEnv = process.env): T {
  const read = readSecretFiles(env, variablesOf(type));
  const given = Object.fromEntries(Object.entries(read.env).filter(([, value]) => isSet(value)));
  const config = plainToInstance(type, given);
  const errors = validateSync(config, { whitelist: true, forbidUnknownValues: true });
  const problems = [
    ...read.problems.map(({ key, message }) => ({ key, messages: [message] })),
    ...errors.map((error) => describe(error, read.env)),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config;
}
