import { chown, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineOptions } from '../engines/engine.ts';
import { postgres } from '../engines/postgres.ts';
import type { ProcessSpecification } from '../process/supervisor.ts';

/** The database for which the server requires a client certificate. */
export const CERTIFIED_DATABASE = 'certified';

const accessRules = `hostssl ${CERTIFIED_DATABASE} all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca
hostssl all all 127.0.0.1/32 scram-sha-256
`;

/** PostgreSQL that accepts only encrypted connections. */
export async function securePostgres(
  options: EngineOptions,
  files: { authority: string; certificate: string; key: string },
  isReady: (url: string) => Promise<boolean>,
): Promise<{ url: string; specification: ProcessSpecification }> {
  const engine = await postgres(options);
  const { specification } = engine;
  if (!specification?.directory) throw new Error('PostgreSQL runs elsewhere.');
  const { directory, user } = specification;
  const place = async (name: string, source: string): Promise<string> => {
    const target = join(directory, name);
    await copyFile(source, target);
    if (user) await chown(target, user.uid, user.gid);
    return target;
  };
  const rules = join(directory, 'pg_hba.conf');
  await writeFile(rules, accessRules);
  const settings = {
    ssl: 'on',
    ssl_ca_file: await place('authority.crt', files.authority),
    ssl_cert_file: await place('server.crt', files.certificate),
    ssl_key_file: await place('server.key', files.key),
    hba_file: rules,
  };
  const url = new URL(engine.address);
  url.hostname = 'localhost';
  const parameters = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    url: url.href,
    specification: {
      ...specification,
      parameters: [...specification.parameters, ...parameters],
      isReady: () => isReady(url.href),
    },
  };
}
