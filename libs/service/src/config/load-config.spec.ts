import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsNotEmpty, IsString } from 'class-validator';
import { ConfigurationError, loadConfig } from './load-config.ts';
import { ServiceConfig } from './service.config.ts';

class IntakeConfig extends ServiceConfig {
  @IsString()
  @IsNotEmpty()
  INTAKE_SECRET!: string;
}

const good = {
  HTTP_PORT: '8101',
  DATABASE_URL: 'postgres://baton:secret@127.0.0.1:8110/baton',
  KAFKA_BROKERS: '127.0.0.1:8111, 127.0.0.1:8112',
  AUTH_JWKS_URL: 'http://127.0.0.1:8100/jwks',
  AUTH_ISSUER: 'http://127.0.0.1:8100',
  INTAKE_SECRET: 's3cret',
};

const failure = (env: NodeJS.ProcessEnv): ConfigurationError => {
  try {
    loadConfig(IntakeConfig, env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error('the environment was accepted');
};

describe('loadConfig', () => {
  it('the configuration has typed values and defaults, and no unknown variables', () => {
    const config = loadConfig(IntakeConfig, { ...good, DATABASE_POOL_SIZE: '', HOME: '/home' });
    expect(config).toBeInstanceOf(IntakeConfig);
    expect(config).toMatchObject({
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: 8101,
      DATABASE_POOL_SIZE: 10,
      KAFKA_BROKERS: ['127.0.0.1:8111', '127.0.0.1:8112'],
      TEMPORAL_NAMESPACE: 'default',
      AUTH_AUDIENCE: 'baton',
      LOG_LEVEL: 'info',
    });
    expect(config).not.toHaveProperty('HOME');
  });

  it('the error names every invalid variable but no value', () => {
    const error = failure({
      ...good,
      HTTP_PORT: 'eighty',
      KAFKA_BROKERS: 'kafka',
      INTAKE_SECRET: undefined,
      LOG_LEVEL: 'loud',
    });
    expect(error.keys.sort()).toEqual(['HTTP_PORT', 'INTAKE_SECRET', 'KAFKA_BROKERS', 'LOG_LEVEL']);
    expect(error.message).toMatch('INTAKE_SECRET: is missing');
    expect(error.message).not.toMatch('eighty');
  });

  it('the error for an empty environment names every required variable', () => {
    expect(failure({}).keys.sort()).toEqual(Object.keys(good).sort());
  });

  it.each(['10.0.0.0/8', '10.0.0.1, uniquelocal', '2001:db8::/32', 'loopback'])(
    'TRUST_PROXY can be %s',
    (TRUST_PROXY) => {
      expect(loadConfig(IntakeConfig, { ...good, TRUST_PROXY }).TRUST_PROXY).toEqual(TRUST_PROXY.split(', '));
    },
  );

  it.each(['true', '1', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.example', '10.0.0.1, *'])(
    'TRUST_PROXY cannot be %s, which would believe any client or none',
    (TRUST_PROXY) => {
      expect(failure({ ...good, TRUST_PROXY }).keys).toEqual(['TRUST_PROXY']);
    },
  );

  it('SERVE_DOCS is true or false, and off unless it is set', () => {
    expect(loadConfig(IntakeConfig, good).SERVE_DOCS).toBe(false);
    expect(loadConfig(IntakeConfig, { ...good, SERVE_DOCS: 'true' }).SERVE_DOCS).toBe(true);
    expect(failure({ ...good, SERVE_DOCS: 'yes' }).keys).toEqual(['SERVE_DOCS']);
  });

  it('a variable can be the content of a file', () => {
    const directory = mkdtempSync(join(tmpdir(), 'baton-config-'));
    const file = join(directory, 'secret');
    writeFileSync(file, 'from a file\n');
    const config = loadConfig(IntakeConfig, { ...good, INTAKE_SECRET: '', INTAKE_SECRET_FILE: file });
    rmSync(directory, { recursive: true });
    expect(config.INTAKE_SECRET).toBe('from a file');
    const missing = failure({ ...good, INTAKE_SECRET: '', INTAKE_SECRET_FILE: '/nowhere' });
    expect(missing.keys.sort()).toEqual(['INTAKE_SECRET', 'INTAKE_SECRET_FILE']);
  });

  it('the error names the wrong connection settings of every engine', () => {
    const error = failure({
      ...good,
      DATABASE_SSLMODE: 'prefer',
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      TEMPORAL_ADDRESS: 'temporal.example:7233',
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere',
    });
    expect(error.keys.sort()).toEqual([
      'DATABASE_SSLMODE',
      'KAFKA_SASL_MECHANISM',
      'KAFKA_SASL_PASSWORD',
      'KAFKA_SASL_USERNAME',
      'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
    ]);
  });
});
