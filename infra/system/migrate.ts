import { existsSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Directories } from '../directories.ts';
import { Failure } from '../failure.ts';
import { indentedLogTail } from '../process/log-tail.ts';
import { runCommand } from '../process/run-command.ts';
import { databaseServices } from '../engines/service-roles.ts';
import type { DatabaseService } from '../engines/service-roles.ts';

/** The exit code of a migration job whose schema has data from an earlier build; see libs/service/src/database/migrate.ts. */
const OUTDATED_SCHEMA_EXIT_CODE = 3;

/** Migrates the schema of each app with the role of its service. Runs before any service starts. */
export async function migrate(
  directories: Directories,
  environment: NodeJS.ProcessEnv,
  databases: Readonly<Record<DatabaseService, string>>,
  signal: AbortSignal,
): Promise<void> {
  const log = join(directories.logs, 'migration.log');
  await writeFile(log, '');
  await Promise.all(
    databaseServices.map(async (app) => {
      const job = join(directories.root, 'apps', app, 'dist', 'migrate.js');
      if (!existsSync(job)) return;
      const result = await runCommand(process.execPath, ['--enable-source-maps', job], {
        signal,
        environment: { ...environment, DATABASE_URL: databases[app] },
      });
      await appendFile(log, `--- ${app}\n${result.output}\n`);
      if (result.code === OUTDATED_SCHEMA_EXIT_CODE) throw outdatedData(directories, environment);
      if (result.code !== 0)
        throw new Failure(
          `The migration of ${app} failed:\n${indentedLogTail(log, 12)}`,
          `The full output is in ${log}.`,
        );
    }),
  );
}

const outdatedData = (directories: Directories, { BATON_POSTGRES_URL }: NodeJS.ProcessEnv): Failure =>
  BATON_POSTGRES_URL
    ? new Failure(
        'The database in BATON_POSTGRES_URL contains data from an earlier build of Baton, which this one cannot use.',
        'Set BATON_POSTGRES_URL to an empty database and run npm run reset, then start again.',
      )
    : new Failure(
        `The data in ${directories.data} is from an earlier build of Baton, which this one cannot use.`,
        'Delete it with npm run reset, then start again.',
      );
