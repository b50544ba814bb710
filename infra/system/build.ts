import { appendFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Failure } from './failure.ts';
import { quotedTail } from './log-tail.ts';
import type { Place } from './place.ts';
import { run } from './run.ts';
import { services } from './services.ts';

/** Nx without its daemon, its terminal interface and its network: nothing stays behind, nothing is asked. */
export const nxEnvironment = (place: Place): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [join(place.root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
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
export async function build(place: Place, signal: AbortSignal): Promise<void> {
  const nx = join(place.root, 'node_modules', '.bin', 'nx');
  const log = join(place.logs, 'build.log');
  const parameters = ['run-many', '-t', 'build', '--exclude', 'e2e,infra', '--outputStyle=static'];
  const result = await run(nx, parameters, { signal, directory: place.root, environment: nxEnvironment(place) });
  await writeFile(log, result.output);
  if (result.code === 0) return;
  throw new Failure(
    `The build failed:\n${compilerErrors(result.output) || quotedTail(log, 20)}`,
    `The whole output is ${log}; \`npm run build\` repeats it.`,
  );
}

/** Migrates the schema of each app, before any service starts. */
export async function migrate(place: Place, environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const apps = [...new Set(services.map(({ app }) => app))];
  const log = join(place.logs, 'migration.log');
  await writeFile(log, '');
  await Promise.all(
    apps.map(async (app) => {
      const entry = join(place.root, 'apps', app, 'dist', 'migrate.js');
      if (!existsSync(entry)) return;
      const result = await run(process.execPath, ['--enable-source-maps', entry], { signal, environment });
      await appendFile(log, `--- ${app}\n${result.output}\n`);
      if (result.code === 0) return;
      throw new Failure(
        `The migration of ${app} failed:\n${quotedTail(log, 12)}`,
        `The whole output is ${log}. Data that an unreleased version made have to go: npm run reset.`,
      );
    }),
  );
}
