import { waitUntil } from '@baton/testing';
import { TestAuthority } from '@baton/testing/test-authority';
import type { CertificateFiles } from '@baton/testing/test-authority';
import { TemporalTlsProxy } from '@baton/testing/temporal-tls-proxy';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kafkaEndpointAt } from '../engines/external-endpoints.ts';
import { silentKafkaClient } from '../engines/kafka.ts';
import { isResponding } from '../engines/postgres-database.ts';
import { firstLead } from '../system/first-lead.ts';
import { localUrl } from '../system/services.ts';
import { secureKafka } from './secure-kafka.ts';
import { securePostgres } from './secure-postgres.ts';
import { createWorkplace } from './workplace.ts';
import type { Workplace } from './workplace.ts';

const START_TIMEOUT_MILLISECONDS = 240_000;
const user = 'baton';
const password = 'pass-of-the-broker';
const apiKey = 'key-of-the-namespace';
const namespace = `secure-${randomUUID()}`;

describe('the whole system on engines with TLS and credentials', () => {
  let workplace: Workplace;
  let system: Workplace;
  let authority: TestAuthority;
  let client: CertificateFiles;
  let proxy: TemporalTlsProxy | undefined;
  let start: ReturnType<typeof run> | undefined;
  let addresses: { postgres: string; kafka: string; temporal: string };

  beforeAll(async () => {
    workplace = await createWorkplace();
    system = await createWorkplace();
    const { directories, ports, signal, supervisor } = workplace;
    authority = await TestAuthority.create(directories.data, 'authority');
    client = await authority.sign('client');
    const server = await authority.sign('server', [{ type: 'dns', value: 'localhost' }]);
    const files = { authority: authority.file, ...server };
    const options = { directories, ports, signal, isThrowaway: true };
    const database = await securePostgres(options, files, (url) =>
      isResponding(url, { ...secureEnvironment(), BATON_POSTGRES_URL: url }),
    );
    proxy = new TemporalTlsProxy({
      target: process.env['TEST_TEMPORAL_ADDRESS'] ?? '',
      server,
      clientAuthority: authority.file,
      apiKey,
    });
    addresses = {
      postgres: database.url,
      kafka: `localhost:${ports.kafka}`,
      temporal: `localhost:${await proxy.start()}`,
    };
    const broker = await secureKafka({
      ...files,
      directories,
      signal,
      ports: { sasl: ports.kafka, tls: ports.intake, controller: ports.kafkaController, internal: ports.scoring },
      user,
      password,
      isReady: async () => (await topicNames()).length >= 0,
    });
    await Promise.all([supervisor.start(database.specification), supervisor.start(broker)]);
  }, START_TIMEOUT_MILLISECONDS);
  afterEach(async () => {
    start?.child.kill('SIGINT');
    await start?.ended;
  });
  afterAll(async () => {
    await run('reset', []).ended;
    await proxy?.stop();
    await workplace.dispose();
    await system.dispose();
  }, START_TIMEOUT_MILLISECONDS);

  async function topicNames(): Promise<string[]> {
    const admin = silentKafkaClient(kafkaEndpointAt(addresses.kafka, secureEnvironment())).admin();
    try {
      await admin.connect();
      return await admin.listTopics();
    } finally {
      await admin.disconnect();
    }
  }

  /** The environment of a user with managed services. */
  const secureEnvironment = (): NodeJS.ProcessEnv => ({
    BATON_POSTGRES_URL: addresses.postgres,
    DATABASE_SSLMODE: 'verify-full',
    DATABASE_SSLROOTCERT: authority.file,
    BATON_KAFKA_BROKERS: addresses.kafka,
    KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
    KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
    KAFKA_SASL_USERNAME: user,
    KAFKA_SASL_PASSWORD: password,
    KAFKA_SSL_CA_LOCATION: authority.file,
    BATON_TEMPORAL_ADDRESS: addresses.temporal,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.file,
    TEMPORAL_TLS_CLIENT_CERT_PATH: client.certificate,
    TEMPORAL_TLS_CLIENT_KEY_PATH: client.key,
    TEMPORAL_API_KEY: apiKey,
    // The server also runs other tests.
    TEMPORAL_NAMESPACE: namespace,
  });

  /** Runs a command of npm in its own process. */
  function run(
    command: string,
    parameters: string[],
    environment: NodeJS.ProcessEnv = {},
    program = 'infra/cli/main.ts',
  ): { output: () => string; ended: Promise<number>; child: ChildProcess } {
    const words = command === '' ? parameters : [command, ...parameters];
    const { root, data } = system.directories;
    const child = spawn(process.execPath, ['--conditions=@baton/source', join(root, program), ...words], {
      env: {
        ...process.env,
        ...secureEnvironment(),
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
        BATON_DATA: data,
        BATON_PORT_BASE: String(system.ports.issuer),
        ...environment,
      },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
    const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
    return { output: () => text, ended, child };
  }

  it(
    'the launcher, every service, the worker and the commands work with these engines',
    async () => {
      start = run('start', []);
      const { output } = start;
      await waitUntil(() => /Baton is ready|✖/.test(output()), {
        what: 'Baton is ready',
        withinMilliseconds: START_TIMEOUT_MILLISECONDS / 2,
      });
      expect(output()).toContain('Baton is ready');
      await sendLead();

      const directory = system.directories.data;
      const file = (name: string, text: string): string => {
        writeFileSync(join(directory, name), text);
        return join(directory, name);
      };
      const leads = file('leads.csv', 'nr,created,from\n1,2025-01-02,ads\n');
      const map = file(
        'map.yaml',
        'source: old\nzone: UTC\nleads: { id: nr, day: created, verdict: mql, fields: { channel: from } }\n',
      );
      const report = join(directory, 'report.csv');
      const database = { DATABASE_URL: addresses.postgres };
      const reading = { TEMPORAL_ADDRESS: addresses.temporal };
      const history = ['history', '--file', leads, '--map', map, '--report', report];
      const commands = {
        dlq: run('dlq', ['list']),
        kafka: run('kafka', ['topics', '--list']),
        replay: run('', [], reading, 'apps/handoff/src/cli/replay-main.ts'),
        import: run('', history, database, 'apps/intake/src/import/main.ts'),
      };
      for (const [name, { ended, output }] of Object.entries(commands)) {
        expect([name, await ended, output()]).toEqual([name, 0, output()]);
      }
      expect(commands.kafka.output()).toContain('baton.handoffs.v1');
      expect(commands.replay.output()).toMatch(/replay: [1-9]/);

      const refused = run('dlq', ['list'], { KAFKA_SASL_PASSWORD: '', KAFKA_SASL_PASSWORD_FILE: '/nowhere' });
      expect(await refused.ended).toBe(1);
      expect(refused.output()).toContain('KAFKA_SASL_PASSWORD_FILE');

      start.child.kill('SIGINT');
      expect(await start.ended).toBe(0);
    },
    START_TIMEOUT_MILLISECONDS,
  );

  /** Sends a lead, and waits until somebody owns its handoff. */
  async function sendLead(): Promise<void> {
    const token = async (person: string): Promise<string> =>
      (await fetch(`${localUrl(system.ports.issuer)}/token?person=${person}`)).text();
    const marketer = { authorization: `Bearer ${await token('marina')}`, 'content-type': 'application/json' };
    const response = await fetch(`${localUrl(system.ports.intake)}/leads`, {
      method: 'POST',
      headers: marketer,
      body: JSON.stringify(firstLead),
    });
    expect(response.status).toBe(202);
    const teamLead = { authorization: `Bearer ${await token('tatiana')}` };
    await waitUntil(
      async () => {
        const list = await fetch(`${localUrl(system.ports.handoff)}/handoffs?open=true`, { headers: teamLead });
        return (await list.text()).includes('"handoffId"');
      },
      { what: 'the handoff is listed', withinMilliseconds: 60_000 },
    );
  }
});
