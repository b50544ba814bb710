import { TestAuthority } from '@baton/testing/test-authority';
import type { CertificateFiles } from '@baton/testing/test-authority';
import { KafkaConnection } from '@baton/messaging';
import { kafkaEndpointAt } from '../engines/external-endpoints.ts';
import { createTopics } from '../kafka/topics.ts';
import { secureKafka } from './secure-kafka.ts';
import { createWorkplace } from './workplace.ts';
import type { Workplace } from './workplace.ts';

const START_TIMEOUT_MILLISECONDS = 300_000;
const user = 'baton';
const password = 'pass-of-the-broker';
const STRANGER = 'the path of the stranger';

describe('Kafka with SASL and TLS', () => {
  let workplace: Workplace;
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let client: CertificateFiles;
  let addresses: Record<'sasl' | 'tls' | 'plain' | 'otherName', string>;

  /** How a command connects with these changes to a user's environment. */
  const endpoint = (listener: keyof typeof addresses, changes: NodeJS.ProcessEnv = {}) => {
    const environment: NodeJS.ProcessEnv = {
      BATON_KAFKA_BROKERS: addresses[listener],
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: user,
      KAFKA_SASL_PASSWORD: password,
      KAFKA_SSL_CA_LOCATION: authority.file,
      ...changes,
    };
    if (environment['KAFKA_SSL_CA_LOCATION'] === STRANGER) environment['KAFKA_SSL_CA_LOCATION'] = stranger.file;
    return kafkaEndpointAt(addresses[listener], environment);
  };
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  /** As a service connects. */
  async function check(...parameters: Parameters<typeof endpoint>): Promise<void> {
    const connection = new KafkaConnection({ ...endpoint(...parameters), clientId: 'spec', logger: silent });
    await connection.check(15_000).finally(() => connection.close());
  }

  beforeAll(async () => {
    workplace = await createWorkplace();
    const { directories, ports, signal, supervisor } = workplace;
    authority = await TestAuthority.create(directories.data, 'authority');
    stranger = await TestAuthority.create(directories.data, 'stranger');
    client = await authority.sign('client');
    addresses = {
      sasl: `localhost:${ports.kafka}`,
      tls: `localhost:${ports.intake}`,
      plain: `127.0.0.1:${ports.scoring}`,
      otherName: `127.0.0.1:${ports.kafka}`,
    };
    const broker = await secureKafka({
      directories,
      signal,
      ports: { sasl: ports.kafka, tls: ports.intake, controller: ports.kafkaController, internal: ports.scoring },
      authority: authority.file,
      ...(await authority.sign('broker', [{ type: 'dns', value: 'localhost' }])),
      user,
      password,
      isReady: () => check('sasl').then(() => true),
    });
    await supervisor.start(broker);
  }, START_TIMEOUT_MILLISECONDS);
  afterAll(() => workplace?.dispose());

  it.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])('a client can sign in with %s', async (mechanism) => {
    await expect(check('sasl', { KAFKA_SASL_MECHANISM: mechanism })).resolves.toBeUndefined();
  });

  const noSasl = { KAFKA_SASL_MECHANISM: '', KAFKA_SASL_USERNAME: '', KAFKA_SASL_PASSWORD: '' };

  it('a client can show a certificate', async () => {
    const certificate = {
      ...noSasl,
      KAFKA_SECURITY_PROTOCOL: 'SSL',
      KAFKA_SSL_CERTIFICATE_LOCATION: client.certificate,
      KAFKA_SSL_KEY_LOCATION: client.key,
    };
    await expect(check('tls', certificate)).resolves.toBeUndefined();
  });

  it('topics are created over SASL_SSL', async () => {
    await createTopics(endpoint('sasl'));
    const connection = new KafkaConnection({ ...endpoint('sasl'), clientId: 'spec', logger: silent });
    expect(await connection.withAdmin((admin) => admin.listTopics())).toContain('baton.handoffs.v1');
    await connection.close();
  });

  it.each<[string, NodeJS.ProcessEnv, keyof typeof addresses, string]>([
    [
      'a wrong password',
      { KAFKA_SASL_PASSWORD: 'wrong' },
      'sasl',
      'Correct KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD',
    ],
    ['an unknown authority', { KAFKA_SSL_CA_LOCATION: STRANGER }, 'sasl', 'Set KAFKA_SSL_CA_LOCATION'],
    [
      'plain text to a TLS port',
      { ...noSasl, KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT', KAFKA_SSL_CA_LOCATION: '' },
      'sasl',
      'uses TLS on this port (KAFKA_SECURITY_PROTOCOL)',
    ],
    ['no client certificate', { ...noSasl, KAFKA_SECURITY_PROTOCOL: 'SSL' }, 'tls', 'KAFKA_SSL_CERTIFICATE_LOCATION'],
    ['TLS to a plain-text port', {}, 'plain', 'KAFKA_SECURITY_PROTOCOL'],
    ['a name that is not in the certificate', {}, 'otherName', 'a name that the certificate contains in KAFKA_BROKERS'],
  ])('%s is reported with the setting, to services and commands', async (_, changes, listener, setting) => {
    await expect(check(listener, changes)).rejects.toThrow(setting);
    await expect(createTopics(endpoint(listener, changes))).rejects.toThrow(setting);
  });
});
