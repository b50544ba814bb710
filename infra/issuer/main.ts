/**
 * The identity provider for demo people. It gives a token to anyone, and therefore listens on the loopback address only.
 * A real installation sets AUTH_JWKS_URL, AUTH_ISSUER and AUTH_AUDIENCE to its own identity provider.
 */
import { createServer } from 'node:http';
import { respond } from './respond.ts';
import type { IssuerConfig } from './respond.ts';
import { signingKey } from './signing-key.ts';
import { toFailure } from '../failure.ts';
import { readPeople } from './people.ts';

const required = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  console.error(`The issuer needs ${name}.`);
  process.exit(1);
};

async function readConfig(): Promise<IssuerConfig> {
  return {
    issuer: required('AUTH_ISSUER'),
    audience: process.env['AUTH_AUDIENCE'] || 'baton',
    key: await signingKey(required('ISSUER_DIRECTORY')),
    people: readPeople(required('TEAM_FILE')),
  };
}

const options = await readConfig().catch((error: unknown) => {
  const { message, remedy } = toFailure(error);
  console.error(`${message} ${remedy}`);
  process.exit(1);
});

// Prevents DNS rebinding: a web page must not get a token through a host name that resolves to this machine.
const allowedHosts = new Set(['127.0.0.1', 'localhost', ...(process.env['ISSUER_HOSTS'] ?? '').split(',')]);

const server = createServer((request, response) => {
  request.resume();
  if (!allowedHosts.has((request.headers.host ?? '').split(':')[0] ?? '')) {
    response.writeHead(421).end('This issuer responds on the loopback address only.\n');
    return;
  }
  respond(request.method ?? 'GET', new URL(request.url ?? '/', options.issuer), options).then(
    ({ status, type, body }) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
    (error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    },
  );
});

server.listen(Number(required('HTTP_PORT')), process.env['HTTP_HOST'] ?? '127.0.0.1');
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
