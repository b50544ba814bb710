import { readFileSync } from 'node:fs';
import { isSet } from './setting-problem.ts';
import type { SettingProblem } from './setting-problem.ts';

const SUFFIX = '_FILE';

/**
 * The environment, in which a variable may also be the content of the file that NAME_FILE names, as containers get
 * secrets. Only the variables in `keys` are looked for.
 */
export function readSecretFiles(
  env: NodeJS.ProcessEnv,
  keys: readonly string[],
): { env: NodeJS.ProcessEnv; problems: SettingProblem[] } {
  const read: NodeJS.ProcessEnv = { ...env };
  const problems: SettingProblem[] = [];
  for (const key of keys) {
    const fileKey = `${key}${SUFFIX}`;
    const path = env[fileKey];
    if (!isSet(path)) continue;
    if (isSet(env[key])) {
      problems.push({ key, message: `${key} and ${fileKey} are both set; keep one of them` });
      continue;
    }
    try {
      read[key] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      problems.push({ key: fileKey, message: `${fileKey} cannot be read (${codeOf(error)})` });
    }
  }
  return { env: read, problems };
}

/** What the operating system says about a file, without its path. */
export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown error';
