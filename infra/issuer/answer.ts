import { SignJWT } from 'jose';
import { ALGORITHM } from './keys.ts';
import type { SigningKey } from './keys.ts';
import type { Person } from './people.ts';

/** What the issuer is set up with. */
export interface IssuerSetting {
  readonly issuer: string;
  readonly audience: string;
  readonly key: SigningKey;
  readonly people: readonly Person[];
}

/** One HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value, null, 2),
});
const text = (body: string, status = 200): Answer => ({ status, type: 'text/plain; charset=utf-8', body: `${body}\n` });

async function tokenFor(person: Person, setting: IssuerSetting): Promise<string> {
  const team = person.team === undefined ? {} : { team: person.team };
  return new SignJWT({ roles: [...person.roles], ...team })
    .setProtectedHeader({ alg: ALGORITHM, kid: setting.key.id })
    .setSubject(person.id)
    .setIssuer(setting.issuer)
    .setAudience(setting.audience)
    .setIssuedAt()
    .setExpirationTime('12h')
    .sign(setting.key.privateKey);
}

const listOf = ({ people, issuer }: IssuerSetting): string =>
  [
    'Demo people of this Baton; a token is good for 12 hours.',
    '',
    ...people.map(({ id, roles, team }) =>
      [id.padEnd(10), roles.join(', ').padEnd(12), (team ?? '').padEnd(8), `${issuer}/token?person=${id}`].join(' '),
    ),
  ].join('\n');

/** Answers a request to the issuer: keys, discovery, tokens, and who there is. */
export async function answer(method: string, url: URL, setting: IssuerSetting): Promise<Answer> {
  if (method !== 'GET' && method !== 'POST') return text('Only GET and POST are answered here.', 405);
  switch (url.pathname) {
    case '/':
      return text(listOf(setting));
    case '/health/live':
    case '/health/ready':
      return json({ status: 'ok' });
    case '/.well-known/jwks.json':
      return json({ keys: [setting.key.publicJwk] });
    case '/.well-known/openid-configuration':
      return json({
        issuer: setting.issuer,
        jwks_uri: `${setting.issuer}/.well-known/jwks.json`,
        token_endpoint: `${setting.issuer}/token`,
        id_token_signing_alg_values_supported: [ALGORITHM],
        response_types_supported: ['token'],
        subject_types_supported: ['public'],
      });
    case '/token': {
      const wanted = url.searchParams.get('person');
      const person = setting.people.find(({ id }) => id === wanted);
      if (person) return text(await tokenFor(person, setting));
      return text(
        `There is no person "${wanted ?? ''}". Ask for one of: ${setting.people.map(({ id }) => id).join(', ')}.`,
        404,
      );
    }
    default:
      return text(`There is nothing at ${url.pathname}. See ${setting.issuer}/ for what there is.`, 404);
  }
}
