import { TestAuthority } from '@baton/testing/test-authority';
import type { CertificateFiles } from '@baton/testing/test-authority';
import { ensureDatabase, isResponding } from '../engines/postgres-database.ts';
import { CERTIFIED_DATABASE, securePostgres } from './secure-postgres.ts';
import { createWorkplace } from './workplace.ts';
import type { Workplace } from './workplace.ts';

const START_TIMEOUT_MILLISECONDS = 300_000;
const STRANGER = 'the path of the stranger';

describe('PostgreSQL with TLS', () => {
  let workplace: Workplace;
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let client: CertificateFiles;
  let address: string;

  /** A user's environment, with changes. */
  const environmentFor = (url: string, changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => {
    const environment = {
      BATON_POSTGRES_URL: url,
      DATABASE_SSLMODE: 'verify-full',
      DATABASE_SSLROOTCERT: authority.file,
      ...changes,
    };
    return environment.DATABASE_SSLROOTCERT === STRANGER
      ? { ...environment, DATABASE_SSLROOTCERT: stranger.file }
      : environment;
  };

  /** As the launcher connects. */
  async function connect(parts: Partial<URL>, changes: NodeJS.ProcessEnv = {}): Promise<void> {
    const url = Object.assign(new URL(address), parts).href;
    await ensureDatabase(url, environmentFor(url, changes));
  }

  beforeAll(async () => {
    workplace = await createWorkplace();
    const { directories, ports, signal, supervisor } = workplace;
    authority = await TestAuthority.create(directories.data, 'authority');
    stranger = await TestAuthority.create(directories.data, 'stranger');
    client = await authority.sign('client');
    const files = {
      authority: authority.file,
      ...(await authority.sign('server', [{ type: 'dns', value: 'localhost' }])),
    };
    const options = { directories, ports, signal, isThrowaway: true };
    const isReady = (url: string): Promise<boolean> => isResponding(url, environmentFor(url));
    const server = await securePostgres(options, files, isReady);
    address = server.url;
    await supervisor.start(server.specification);
  }, START_TIMEOUT_MILLISECONDS);
  afterAll(() => workplace?.dispose());

  const byAddress = { hostname: '127.0.0.1' };
  const certified = { pathname: `/${CERTIFIED_DATABASE}` };

  it.each<[string, Partial<URL>, NodeJS.ProcessEnv]>([
    [
      'require, without a look at the certificate',
      byAddress,
      { DATABASE_SSLMODE: 'require', DATABASE_SSLROOTCERT: '' },
    ],
    ['verify-ca, under any host name', byAddress, { DATABASE_SSLMODE: 'verify-ca' }],
    ['verify-full, under the name in the certificate', {}, { DATABASE_SSLMODE: 'verify-full' }],
  ])('the database can be reached with %s', async (_, parts, changes) => {
    await expect(connect(parts, changes)).resolves.toBeUndefined();
  });

  it('the parameters of the address count as the variables do', async () => {
    const noVariables = { DATABASE_SSLMODE: '', DATABASE_SSLROOTCERT: '' };
    const search = (root: string): string => `?sslmode=verify-full&sslrootcert=${root}`;
    await expect(connect({ search: search(authority.file) }, noVariables)).resolves.toBeUndefined();
    await expect(connect({ search: search(stranger.file) }, noVariables)).rejects.toThrow('DATABASE_SSLROOTCERT');
  });

  it('a client certificate opens a database that requires one', async () => {
    const certificate = { DATABASE_SSLCERT: client.certificate, DATABASE_SSLKEY: client.key };
    await expect(connect(certified, certificate)).resolves.toBeUndefined();
  });

  it.each<[string, Partial<URL>, NodeJS.ProcessEnv, string]>([
    ['a wrong password', { password: 'wrong' }, {}, 'Correct DATABASE_URL or DATABASE_PASSWORD'],
    ['an unknown authority', {}, { DATABASE_SSLROOTCERT: STRANGER }, 'Set DATABASE_SSLROOTCERT'],
    [
      'an unknown authority with require',
      {},
      { DATABASE_SSLMODE: 'require', DATABASE_SSLROOTCERT: STRANGER },
      'ROOTCERT',
    ],
    ['no encryption', {}, { DATABASE_SSLMODE: '', DATABASE_SSLROOTCERT: '' }, 'Set DATABASE_SSLMODE to verify-full'],
    ['a name that is not in the certificate', byAddress, {}, 'a name that the certificate contains in DATABASE_URL'],
    ['no client certificate', certified, {}, 'Set DATABASE_SSLCERT'],
  ])('%s is reported with the setting', async (_, parts, changes, setting) => {
    await expect(connect(parts, changes)).rejects.toThrow(setting);
  });

  it('TLS to a server without it is reported with the setting', async () => {
    const url = process.env['TEST_POSTGRES_URL'] ?? '';
    await expect(ensureDatabase(url, environmentFor(url))).rejects.toThrow('set DATABASE_SSLMODE to disable');
  });
});
