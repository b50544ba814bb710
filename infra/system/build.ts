import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Failure } from '../failure.ts';
import { indentedLogTail } from '../process/log-tail.ts';
import type { Directories } from '../directories.ts';
import { runCommand } from '../process/run-command.ts';

/** Nx without its daemon and terminal interface: it leaves no process behind and asks no questions. */
export const nxEnvironment = (directories: Directories): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [join(directories.root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
  NX_DAEMON: 'false',
  NX_TUI: 'false',
});

const compilerErrors = (output: string): string =>
  stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => /error TS\d+|^Error: /.test(line))
    .slice(0, 10)
    .map((line) => `    ${line}`)
    .join('\n');

/** Builds what has changed since the last build. */
export async function build(directories: Directories, signal: AbortSignal): Promise<void> {
  const nx = join(directories.root, 'node_modules', '.bin', 'nx');
  const log = join(directories.logs, 'build.log');
  const parameters = ['run-many', '-t', 'build', '--exclude', 'bench,e2e,infra', '--outputStyle=static'];
  const result = await runCommand(nx, parameters, {
    signal,
    directory: directories.root,
    environment: nxEnvironment(directories),
  });
  await writeFile(log, result.output);
  if (result.code === 0) return;
  throw new Failure(
    `The build failed:\n${compilerErrors(result.output) || indentedLogTail(log, 20)}`,
    `The full output is in ${log}. Repeat the build with npm run build.`,
  );
}
