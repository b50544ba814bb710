import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import 'reflect-metadata';

/** The environment is invalid; the message names every invalid variable and what it should be. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly keys: string[];

  constructor(problems: { key: string; messages: string[] }[]) {
    const lines = problems.map(({ key, messages }) => `  ${key}: ${messages.join('; ')}`);
    super(`The configuration is invalid. Correct these environment variables and start again:\n${lines.join('\n')}`);
    this.keys = problems.map(({ key }) => key);
  }
}

const isSet = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';

const describe = (error: ValidationError, env: NodeJS.ProcessEnv): { key: string; messages: string[] } =>
  isSet(env[error.property])
    ? { key: error.property, messages: Object.values(error.constraints ?? {}) }
    : { key: error.property, messages: ['is missing', ...Object.values(error.constraints ?? {})] };

/**
 * Reads a validated configuration class from the environment. An empty variable counts as missing.
 * The error message contains no values, because they may be secrets.
 *
 * @throws ConfigurationError
 */
export function loadConfig<T extends object>(type: new () => T, env: NodeJS.ProcessEnv = process.env): T {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => isSet(value)));
  const config = plainToInstance(type, given);
  const errors = validateSync(config, { whitelist: true, forbidUnknownValues: true });
  if (errors.length > 0) {
    throw new ConfigurationError(errors.map((error) => describe(error, env)));
  }
  return config;
}
