import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(new URL('./lint-text.mjs', import.meta.url));

export interface Sample {
  /** The path that decides which rules apply; the file need not exist. */
  file: string;
  text: string;
}

export interface LintMessage {
  /** Null when the text could not be parsed. */
  ruleId: string | null;
  message: string;
}

/** Lints the samples with these rules of the workspace's configuration; one list of messages for each sample. */
export function lintText(rules: readonly string[], samples: readonly Sample[]): LintMessage[][] {
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...rules], {
    cwd: workspace,
    env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' },
    input: JSON.stringify(samples),
    encoding: 'utf8',
  });
  try {
    return JSON.parse(stdout) as LintMessage[][];
  } catch (cause) {
    throw new Error(`ESLint did not print JSON: ${stderr}${stdout}`, { cause });
  }
}
