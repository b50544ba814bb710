import { TestAuthority } from '@baton/testing/test-authority';
import type { CertificateFiles } from '@baton/testing/test-authority';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConfigurationError,
  databaseEndpoint,
  databaseSettings,
  kafkaEndpoint,
  kafkaSettings,
  temporalEndpoint,
  temporalSettings,
} from './connections.ts';

const directory = mkdtempSync(join(tmpdir(), 'baton-connections-'));
const file = (name: string, content: string): string => {
  writeFileSync(join(directory, name), content);
  return join(directory, name);
};

describe('the settings of the engines', () => {
  let authority: TestAuthority;
  let client: CertificateFiles;
  let other: CertificateFiles;
  beforeAll(async () => {
    authority = await TestAuthority.create(directory, 'authority');
    client = await authority.sign('client');
    other = await authority.sign('other');
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  /** The variables that a command refuses, with what it says about them. */
  function refusal(read: () => unknown): { keys: string[]; message: string } {
    try {
      read();
    } catch (error) {
      if (error instanceof ConfigurationError) return error;
      throw error;
    }
    throw new Error('the settings were accepted');
  }

  describe('the settings of Kafka', () => {
    const brokers = { KAFKA_BROKERS: 'b1:9092, b2:9092' };
    const sasl = { ...brokers, KAFKA_SECURITY_PROTOCOL: 'SASL_SSL' };
    const credentials = { KAFKA_SASL_USERNAME: 'baton', KAFKA_SASL_PASSWORD: 's3cret' };
    const problems = (env: NodeJS.ProcessEnv) => refusal(() => kafkaSettings(env));

    it('brokers without further settings are reached in plain text', () => {
      expect(kafkaEndpoint(kafkaSettings(brokers))).toEqual({ brokers: ['b1:9092', 'b2:9092'] });
    });

    it.each([
      ['PLAIN', 'plain'],
      ['SCRAM-SHA-256', 'scram-sha-256'],
      ['SCRAM-SHA-512', 'scram-sha-512'],
    ])('SASL_SSL signs in with %s over TLS', (mechanism, name) => {
      const settings = kafkaSettings({ ...sasl, ...credentials, KAFKA_SASL_MECHANISM: mechanism });
      expect(kafkaEndpoint(settings)).toMatchObject({
        tls: {},
        sasl: { mechanism: name, username: 'baton', password: 's3cret' },
      });
    });

    it('a password can come from a file, without its line break', () => {
      const env = {
        ...sasl,
        KAFKA_SASL_MECHANISM: 'PLAIN',
        KAFKA_SASL_USERNAME: 'baton',
        KAFKA_SASL_PASSWORD_FILE: file('password', 'from a file\n'),
      };
      expect(kafkaEndpoint(kafkaSettings(env)).sasl?.password).toBe('from a file');
    });

    it('SASL without mechanism, user and password names all three', () => {
      const keys = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_PASSWORD', 'KAFKA_SASL_USERNAME'];
      expect(problems(sasl).keys.sort()).toEqual(keys);
    });

    it.each([
      ['an unknown protocol', { KAFKA_SECURITY_PROTOCOL: 'TLS' }, 'KAFKA_SECURITY_PROTOCOL'],
      ['a password that plain text would ignore', { KAFKA_SASL_PASSWORD: 's3cret' }, 'KAFKA_SASL_PASSWORD'],
      [
        'a certificate authority that plain text would ignore',
        { KAFKA_SSL_CA_LOCATION: '/ca' },
        'KAFKA_SSL_CA_LOCATION',
      ],
      [
        'a missing certificate authority',
        { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CA_LOCATION: '/nowhere' },
        'KAFKA_SSL_CA_LOCATION',
      ],
      [
        'a password given twice',
        { ...sasl, ...credentials, KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_PASSWORD_FILE: '/secret' },
        'KAFKA_SASL_PASSWORD',
      ],
      [
        'a password file that is missing',
        { ...sasl, KAFKA_SASL_USERNAME: 'baton', KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_PASSWORD_FILE: '/nowhere' },
        'KAFKA_SASL_PASSWORD_FILE',
      ],
      ['an unknown mechanism', { ...sasl, ...credentials, KAFKA_SASL_MECHANISM: 'GSSAPI' }, 'KAFKA_SASL_MECHANISM'],
    ])('%s is refused by name and without its value', (_, env, key) => {
      const { keys, message } = problems({ ...brokers, ...env });
      expect(keys).toContain(key);
      expect(message).not.toMatch('s3cret');
    });

    it('a client certificate needs its own key', () => {
      const tls = { ...brokers, KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CERTIFICATE_LOCATION: client.certificate };
      expect(problems(tls).message).toMatch('KAFKA_SSL_KEY_LOCATION must be set too');
      expect(problems({ ...tls, KAFKA_SSL_KEY_LOCATION: other.key }).message).toMatch(
        'is not the key of the certificate',
      );
      expect(problems({ ...tls, KAFKA_SSL_KEY_LOCATION: client.certificate }).message).toMatch('with a private key');
      const complete = kafkaSettings({ ...tls, KAFKA_SSL_KEY_LOCATION: client.key });
      expect(kafkaEndpoint(complete).tls?.key).toBe(readFileSync(client.key, 'utf8'));
    });
  });

  describe('the settings of PostgreSQL', () => {
    const url = 'postgres://baton:p%40ss@db.example:6543/leads';
    const endpoint = (env: NodeJS.ProcessEnv) => databaseEndpoint(databaseSettings({ DATABASE_URL: url, ...env }));
    const problems = (env: NodeJS.ProcessEnv) => refusal(() => databaseSettings({ DATABASE_URL: url, ...env }));

    it('an address without further settings is reached without TLS', () => {
      expect(endpoint({})).toEqual({
        host: 'db.example',
        port: 6543,
        user: 'baton',
        password: 'p@ss',
        database: 'leads',
        ssl: false,
      });
    });

    it('each mode verifies what it verifies in libpq', () => {
      const DATABASE_SSLROOTCERT = authority.file;
      const ca = readFileSync(authority.file, 'utf8');
      const skipsName = { checkServerIdentity: expect.any(Function) as unknown };
      const tls = (mode: string, root = false) =>
        endpoint({ DATABASE_SSLMODE: mode, ...(root && { DATABASE_SSLROOTCERT }) }).ssl;
      expect(tls('disable')).toBe(false);
      expect(tls('require')).toEqual({ rejectUnauthorized: false, ...skipsName });
      expect(tls('require', true)).toEqual({ rejectUnauthorized: true, ca, ...skipsName });
      expect(tls('verify-ca', true)).toEqual({ rejectUnauthorized: true, ca, ...skipsName });
      expect(tls('verify-full', true)).toEqual({ rejectUnauthorized: true, ca });
      expect(tls('verify-full')).toEqual({ rejectUnauthorized: true });
    });

    it('the parameters of a managed service in the address mean the same', () => {
      const neon = `${url}?sslmode=verify-full&sslrootcert=${authority.file}&channel_binding=require&options=endpoint%3Dx`;
      expect(endpoint({ DATABASE_URL: neon })).toMatchObject({
        ssl: { rejectUnauthorized: true, ca: readFileSync(authority.file, 'utf8') },
        options: 'endpoint=x',
      });
    });

    it('the password can come from a file', () => {
      const env = { DATABASE_URL: 'postgres://baton@db/leads', DATABASE_PASSWORD_FILE: file('database', 'p/w ü\n') };
      expect(endpoint(env).password).toBe('p/w ü');
    });

    it.each([
      ['a mode that falls back to plain text', { DATABASE_SSLMODE: 'prefer' }, 'DATABASE_SSLMODE'],
      ['verify-ca without a root certificate', { DATABASE_SSLMODE: 'verify-ca' }, 'DATABASE_SSLROOTCERT'],
      ['a root certificate without a mode', { DATABASE_SSLROOTCERT: '/ca' }, 'DATABASE_SSLROOTCERT'],
      [
        'a mode given twice',
        { DATABASE_URL: `${url}?sslmode=require`, DATABASE_SSLMODE: 'require' },
        'DATABASE_SSLMODE',
      ],
      ['a password given twice', { DATABASE_PASSWORD: 'x' }, 'DATABASE_PASSWORD'],
      ['another kind of address', { DATABASE_URL: 'mysql://db/leads' }, 'DATABASE_URL'],
      [
        'the certificates of the system with a weak mode',
        { DATABASE_SSLMODE: 'require', DATABASE_SSLROOTCERT: 'system' },
        'DATABASE_SSLMODE',
      ],
    ])('%s is refused by name', (_, env, key) => {
      expect(problems(env).keys).toEqual([key]);
    });
  });

  describe('the settings of Temporal', () => {
    const address = { TEMPORAL_ADDRESS: 'temporal.example:7233' };
    const endpoint = (env: NodeJS.ProcessEnv) => temporalEndpoint(temporalSettings({ ...address, ...env }));
    const problems = (env: NodeJS.ProcessEnv) => refusal(() => temporalSettings({ ...address, ...env }));

    it('an address alone is reached without TLS', () => {
      expect(endpoint({})).toEqual({ address: 'temporal.example:7233' });
    });

    it('an API key is sent over TLS only', () => {
      expect(endpoint({ TEMPORAL_API_KEY: 'key' })).toEqual({
        address: 'temporal.example:7233',
        tls: {},
        apiKey: 'key',
      });
      expect(problems({ TEMPORAL_API_KEY: 'key', TEMPORAL_TLS: 'false' }).keys).toEqual(['TEMPORAL_API_KEY']);
    });

    it('a client certificate turns TLS on', () => {
      const env = { TEMPORAL_TLS_CLIENT_CERT_PATH: client.certificate, TEMPORAL_TLS_CLIENT_KEY_PATH: client.key };
      expect(endpoint(env).tls?.clientCertPair?.crt).toEqual(readFileSync(client.certificate));
    });

    it.each([
      ['an address with a scheme', { TEMPORAL_ADDRESS: 'https://temporal.example' }, 'TEMPORAL_ADDRESS'],
      ['an IP address with TLS', { TEMPORAL_ADDRESS: '10.0.0.1:7233', TEMPORAL_TLS: 'true' }, 'TEMPORAL_ADDRESS'],
      ['a switch that is neither true nor false', { TEMPORAL_TLS: 'yes' }, 'TEMPORAL_TLS'],
      ['a client key without a certificate', { TEMPORAL_TLS_CLIENT_KEY_PATH: '/key' }, 'TEMPORAL_TLS_CLIENT_CERT_PATH'],
      ['a missing authority', { TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere' }, 'TEMPORAL_TLS_SERVER_CA_CERT_PATH'],
    ])('%s is refused by name', (_, env, key) => {
      expect(problems(env).keys).toEqual([key]);
    });
  });
});
