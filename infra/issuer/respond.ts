import { SignJWT } from 'jose';
import { ALGORITHM } from './signing-key.ts';
import type { SigningKey } from './signing-key.ts';
import type { Person } from './people.ts';

/** The settings of the issuer. */
export interface IssuerConfig {
  readonly issuer: string;
  readonly audience: string;
  readonly key: SigningKey;
  readonly people: readonly Person[];
}

/** An HTTP response. */
export interface IssuerResponse {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (value: unknown, status = 200): IssuerResponse => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value, null, 2),
});
const text = (body: string, status = 200): IssuerResponse => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${body}\n`,
});

async function tokenFor(person: Person, options: IssuerConfig): Promise<string> {
  const team = person.team === undefined ? {} : { team: person.team };
  return new SignJWT({ roles: [...person.roles], ...team })
    .setProtectedHeader({ alg: ALGORITHM, kid: options.key.id })
    .setSubject(person.id)
    .setIssuer(options.issuer)
    .setAudience(options.audience)
    .setIssuedAt()
    .setExpirationTime('12h')
    .sign(options.key.privateKey);
}

const peopleList = ({ people, issuer }: IssuerConfig): string =>
  [
    'Demo people of this Baton. A token is valid for 12 hours.',
    '',
    ...people.map(({ id, roles, team }) =>
      [id.padEnd(10), roles.join(', ').padEnd(12), (team ?? '').padEnd(8), `${issuer}/token?person=${id}`].join(' '),
    ),
  ].join('\n');

/** Responds to a request for keys, discovery, tokens or the list of people. */
export async function respond(method: string, url: URL, options: IssuerConfig): Promise<IssuerResponse> {
  if (method !== 'GET' && method !== 'POST') return text('Only GET and POST are allowed.', 405);
  switch (url.pathname) {
    case '/':
      return text(peopleList(options));
    case '/health/live':
    case '/health/ready':
      return json({ status: 'ok' });
    case '/.well-known/jwks.json':
      return json({ keys: [options.key.publicJwk] });
    case '/.well-known/openid-configuration':
      return json({
        issuer: options.issuer,
        jwks_uri: `${options.issuer}/.well-known/jwks.json`,
        token_endpoint: `${options.issuer}/token`,
        id_token_signing_alg_values_supported: [ALGORITHM],
        response_types_supported: ['token'],
        subject_types_supported: ['public'],
      });
    case '/token': {
      const wanted = url.searchParams.get('person');
      const person = options.people.find(({ id }) => id === wanted);
      if (person) return text(await tokenFor(person, options));
      return text(
        `There is no person "${wanted ?? ''}". Choose one of: ${options.people.map(({ id }) => id).join(', ')}.`,
        404,
      );
    }
    default:
      return text(`${url.pathname} does not exist. See ${options.issuer}/ for the list of people.`, 404);
  }
}
