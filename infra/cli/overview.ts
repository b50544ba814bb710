import { join } from 'node:path';
import type { givenBy } from '../engines/engine.ts';
import { readPeople } from '../issuer/people.ts';
import type { Place } from '../system/place.ts';
import type { Ports } from '../system/ports.ts';
import { local } from '../system/services.ts';
import { temporalNamespace } from '../temporal/namespace.ts';

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
};

/** An engine of the environment is named by its variable: its address may hold a password. */
const engine = (variable: keyof typeof givenBy, address: string): string =>
  process.env[variable] ? `as ${variable} says` : address;

const places = (ports: Ports): string =>
  table([
    ['intake', local(ports.intake), `${local(ports.intake)}/docs`, 'where leads come in'],
    ['scoring', local(ports.scoring), `${local(ports.scoring)}/docs`, 'why a lead was judged so'],
    ['handoff', local(ports.handoff), `${local(ports.handoff)}/docs`, 'who owes what by when'],
    ['reporting', local(ports.reporting), `${local(ports.reporting)}/docs`, 'what became of it'],
    [
      'Temporal UI',
      engine('BATON_TEMPORAL_ADDRESS', local(ports.temporalUi)),
      '',
      'every handoff, its clocks and its history',
    ],
    ['sign-in', local(ports.issuer), '', 'tokens for the demo people'],
    ['PostgreSQL', engine('BATON_POSTGRES_URL', `127.0.0.1:${ports.postgres}`), '', 'database and user baton'],
    ['Kafka', engine('BATON_KAFKA_BROKERS', `127.0.0.1:${ports.kafka}`), '', 'topics baton.*'],
    [
      'Temporal',
      engine('BATON_TEMPORAL_ADDRESS', `127.0.0.1:${ports.temporal}`),
      '',
      `namespace ${temporalNamespace()}`,
    ],
  ]);

const people = (place: Place, ports: Ports): string =>
  table(
    readPeople(join(place.root, 'infra', 'seed', 'people.yaml')).map(({ id, roles, team }) => [
      id,
      roles.join(', '),
      team ?? '',
      `curl -s '${local(ports.issuer)}/token?person=${id}'`,
    ]),
  );

const firstLead = {
  name: 'Vera Example',
  source: 'website',
  email: 'vera@example.com',
  company: { name: 'Example Dental', domain: 'example.com', industry: 'healthcare', employees: 40 },
  role: 'owner',
  channel: 'website',
  signal: 'request',
  message: 'Please call me about a demo.',
};

const curl = (ports: Ports): string =>
  [
    `  curl -s ${local(ports.intake)}/leads \\`,
    `    -H "Authorization: Bearer $(curl -s '${local(ports.issuer)}/token?person=marina')" \\`,
    `    -H 'Content-Type: application/json' \\`,
    `    -d '${JSON.stringify(firstLead)}'`,
  ].join('\n');

/** What runs where, how to sign in, and how to send a first lead. */
export function overview(place: Place, ports: Ports): string {
  return [
    '',
    'What runs where',
    places(ports),
    '',
    'How to sign in: a token for each demo person, good for 12 hours (also: npm run -s token -- anna)',
    people(place, ports),
    '',
    'A first lead',
    curl(ports),
    '',
    `Logs: ${place.logs}. Stop: Ctrl-C here, or npm run stop. Begin afresh: npm run reset.`,
    '',
  ].join('\n');
}
