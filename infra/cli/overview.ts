import { join } from 'node:path';
import type { externalEngineVariables } from '../engines/engine.ts';
import { readPeople } from '../issuer/people.ts';
import type { Directories } from '../directories.ts';
import type { Ports } from '../process/ports.ts';
import { firstLead } from '../system/first-lead.ts';
import { localUrl } from '../system/services.ts';
import { temporalNamespace } from '../temporal/namespace.ts';

const alignTable = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
};

/** Shows the variable instead of the address of an external engine: the address may contain a password. */
const engineAddress = (variable: keyof typeof externalEngineVariables, address: string): string =>
  process.env[variable] ? `see ${variable}` : address;

const addressTable = (ports: Ports): string =>
  alignTable([
    ['intake', localUrl(ports.intake), `${localUrl(ports.intake)}/docs`, 'receives leads'],
    ['scoring', localUrl(ports.scoring), `${localUrl(ports.scoring)}/docs`, 'judges leads and explains why'],
    ['handoff', localUrl(ports.handoff), `${localUrl(ports.handoff)}/docs`, 'handoffs: who owes what by when'],
    ['reporting', localUrl(ports.reporting), `${localUrl(ports.reporting)}/docs`, 'reports'],
    [
      'Temporal UI',
      engineAddress('BATON_TEMPORAL_ADDRESS', localUrl(ports.temporalUi)),
      '',
      'every handoff with its timers and history',
    ],
    ['sign-in', localUrl(ports.issuer), '', 'tokens for the demo people'],
    ['PostgreSQL', engineAddress('BATON_POSTGRES_URL', `127.0.0.1:${ports.postgres}`), '', 'database and user baton'],
    ['Kafka', engineAddress('BATON_KAFKA_BROKERS', `127.0.0.1:${ports.kafka}`), '', 'topics baton.*'],
    [
      'Temporal',
      engineAddress('BATON_TEMPORAL_ADDRESS', `127.0.0.1:${ports.temporal}`),
      '',
      `namespace ${temporalNamespace()}`,
    ],
  ]);

const peopleTable = (directories: Directories, ports: Ports): string =>
  alignTable(
    readPeople(join(directories.root, 'infra', 'seed', 'people.yaml')).map(({ id, roles, team }) => [
      id,
      roles.join(', '),
      team ?? '',
      `curl -s '${localUrl(ports.issuer)}/token?person=${id}'`,
    ]),
  );

const firstLeadCommand = (ports: Ports): string =>
  [
    `  curl -s ${localUrl(ports.intake)}/leads \\`,
    `    -H "Authorization: Bearer $(curl -s '${localUrl(ports.issuer)}/token?person=marina')" \\`,
    `    -H 'Content-Type: application/json' \\`,
    `    -d '${JSON.stringify(firstLead)}'`,
  ].join('\n');

/** What runs where, how to sign in, and how to send the first lead. */
export function overview(directories: Directories, ports: Ports): string {
  return [
    '',
    'What runs where',
    addressTable(ports),
    '',
    'How to sign in: a token for each demo person, valid for 12 hours (or: npm run -s token -- anna)',
    peopleTable(directories, ports),
    '',
    'Send the first lead',
    firstLeadCommand(ports),
    '',
    `Logs: ${directories.logs}. Stop: Ctrl-C here, or npm run stop. Delete all data: npm run reset.`,
    '',
  ].join('\n');
}
