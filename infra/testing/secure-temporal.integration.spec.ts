import { TestAuthority } from '@baton/testing/test-authority';
import type { CertificateFiles } from '@baton/testing/test-authority';
import { TemporalTlsProxy } from '@baton/testing/temporal-tls-proxy';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporalEndpointAt } from '../engines/external-endpoints.ts';
import { prepareTemporal } from '../temporal/prepare.ts';

const apiKey = 'key-of-the-namespace';
const STRANGER = 'the path of the stranger';

/** The development server has no option for TLS, so a proxy terminates it. */
describe('Temporal with TLS and an API key', () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-temporal-tls-'));
  const target = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let client: CertificateFiles;
  let proxies: TemporalTlsProxy[] = [];
  let addresses: Record<'secure' | 'misnamed' | 'plain', string>;

  beforeAll(async () => {
    authority = await TestAuthority.create(directory, 'authority');
    stranger = await TestAuthority.create(directory, 'stranger');
    client = await authority.sign('client');
    const server = await authority.sign('server', [{ type: 'dns', value: 'localhost' }]);
    const misnamed = await authority.sign('misnamed', [{ type: 'dns', value: 'temporal.example' }]);
    proxies = [
      new TemporalTlsProxy({ target, server, clientAuthority: authority.file, apiKey }),
      new TemporalTlsProxy({ target, server: misnamed }),
    ];
    const [secure, other] = await Promise.all(proxies.map((proxy) => proxy.start()));
    addresses = {
      secure: `localhost:${secure}`,
      misnamed: `localhost:${other}`,
      plain: target.replace('127.0.0.1', 'localhost'),
    };
  });
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    rmSync(directory, { recursive: true });
  });

  /** As the launcher prepares the namespace. */
  async function prepare(address: keyof typeof addresses, changes: NodeJS.ProcessEnv = {}): Promise<void> {
    const environment: NodeJS.ProcessEnv = {
      BATON_TEMPORAL_ADDRESS: addresses[address],
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.file,
      TEMPORAL_TLS_CLIENT_CERT_PATH: client.certificate,
      TEMPORAL_TLS_CLIENT_KEY_PATH: client.key,
      TEMPORAL_API_KEY: apiKey,
      ...changes,
    };
    if (environment['TEMPORAL_TLS_SERVER_CA_CERT_PATH'] === STRANGER)
      environment['TEMPORAL_TLS_SERVER_CA_CERT_PATH'] = stranger.file;
    await prepareTemporal(temporalEndpointAt(addresses[address], environment));
  }

  it('the namespace is prepared over TLS with a client certificate and an API key', async () => {
    await expect(prepare('secure')).resolves.toBeUndefined();
  });

  it('TEMPORAL_TLS_SERVER_NAME is the name to expect in the certificate', async () => {
    await expect(prepare('misnamed', { TEMPORAL_TLS_SERVER_NAME: 'temporal.example' })).resolves.toBeUndefined();
  });

  const noCertificate = { TEMPORAL_TLS_CLIENT_CERT_PATH: '', TEMPORAL_TLS_CLIENT_KEY_PATH: '' };
  const noTls = { ...noCertificate, TEMPORAL_TLS_SERVER_CA_CERT_PATH: '', TEMPORAL_API_KEY: '' };

  it.each<[string, keyof typeof addresses, NodeJS.ProcessEnv, string]>([
    ['a wrong API key', 'secure', { TEMPORAL_API_KEY: 'wrong' }, 'Correct TEMPORAL_API_KEY'],
    [
      'an unknown authority',
      'secure',
      { TEMPORAL_TLS_SERVER_CA_CERT_PATH: STRANGER },
      'Set TEMPORAL_TLS_SERVER_CA_CERT',
    ],
    ['plain text to a TLS port', 'secure', noTls, 'uses TLS on this port (TEMPORAL_TLS)'],
    ['TLS to a plain-text port', 'plain', {}, 'turn TLS off in TEMPORAL_TLS'],
    ['no client certificate', 'secure', noCertificate, 'Set TEMPORAL_TLS_CLIENT_CERT_PATH'],
    [
      'a name that is not in the certificate',
      'misnamed',
      {},
      'a name that the certificate contains in TEMPORAL_ADDRESS',
    ],
  ])('%s is reported with the setting', async (_, address, changes, setting) => {
    await expect(prepare(address, changes)).rejects.toThrow(setting);
  });
});
