/** What is wrong with one environment variable. The message never contains the value, which may be a secret. */
export interface SettingProblem {
  readonly key: string;
  readonly message: string;
}

/** The environment is invalid; the message names every invalid variable and what it should be. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly keys: string[];

  constructor(problems: readonly { key: string; messages: readonly string[] }[]) {
    const lines = problems.map(({ key, messages }) => `  ${key}: ${messages.join('; ')}`);
    super(`The configuration is invalid. Correct these environment variables and start again:\n${lines.join('\n')}`);
    this.keys = problems.map(({ key }) => key);
  }
}

/** Whether a variable has a value. An empty one counts as missing, as Docker Compose passes it. */
export const isSet = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';
