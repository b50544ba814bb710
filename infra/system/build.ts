import { appendFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Failure } from '../failure.ts';
import { indentedLogTail } from '../process/log-tail.ts';
import type { Directories } from '../directories.ts';
import { runCommand } from '../process/run-command.ts';
import { services } from './services.ts';

/** Nx without its daemon, its terminal interface and its network: nothing stays behind, nothing is asked. */
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

/** Builds what has changed since the last time. */
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
    `The whole output is ${log}; \`npm run build\` repeats it.`,
  );
}

/** Migrates the schema of each app, before any service starts. */
export async function migrate(
  directories: Directories,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  const apps = [...new Set(services.map(({ app }) => app))];
  const log = join(directories.logs, 'migration.log');
  await writeFile(log, '');
  await Promise.all(
    apps.map(async (app) => {
      const entry = join(directories.root, 'apps', app, 'dist', 'migrate.js');
      if (!existsSync(entry)) return;
      const result = await runCommand(process.execPath, ['--enable-source-maps', entry], { signal, environment });
      await appendFile(log, `--- ${app}\n${result.output}\n`);
      if (result.code === 0) return;
      throw new Failure(
        `The migration of ${app} failed:\n${indentedLogTail(log, 12)}`,
        `The whole output is ${log}. Data that an unreleased version made have to go: npm run reset.`,
      );
    }),
  );
}
