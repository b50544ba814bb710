import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { respond } from './respond.ts';
import type { IssuerConfig } from './respond.ts';
import { signingKey } from './signing-key.ts';
import { readPeople } from './people.ts';

const peopleFile = join(import.meta.dirname, '..', 'seed', 'people.yaml');

describe('the issuer', () => {
  let directory: string;
  let options: IssuerConfig;

  const get = (path: string) => respond('GET', new URL(path, options.issuer), options);

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'baton-issuer-'));
    options = {
      issuer: 'http://127.0.0.1:8100',
      audience: 'baton',
      key: await signingKey(directory),
      people: readPeople(peopleFile),
    };
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('the issuer gives a demo person a token that its public keys verify, valid for 12 hours', async () => {
    const token = (await get('/token?person=anna')).body.trim();
    const keys = createLocalJWKSet(JSON.parse((await get('/.well-known/jwks.json')).body) as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keys, { issuer: options.issuer, audience: 'baton' });
    expect(payload).toMatchObject({ sub: 'anna', roles: ['rep', 'closer'], team: 'sales' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(12 * 3600);
  });

  it('the issuer lists the people it knows when asked for an unknown person', async () => {
    const { status, body } = await get('/token?person=eve');
    expect(status).toBe(404);
    expect(body).toContain('anna, boris');
  });

  it('the issuer does not publish the private part of its key, and stores the key readable only by its owner', async () => {
    expect((await get('/.well-known/jwks.json')).body).not.toContain('"d"');
    expect(statSync(join(directory, 'key.json')).mode & 0o777).toBe(0o600);
  });

  it('the issuer keeps its key across restarts', async () => {
    expect((await signingKey(directory)).id).toBe(options.key.id);
  });

  it('the issuer has a demo person in each role', () => {
    const roles = new Set(options.people.flatMap((person) => person.roles));
    expect([...roles].sort()).toEqual(['admin', 'arbiter', 'closer', 'marketer', 'ops', 'rep', 'team-lead']);
  });

  it('the issuer refuses a person with an unknown role and names the person', () => {
    const file = join(directory, 'people.yaml');
    writeFileSync(file, 'people:\n  - { id: eve, roles: [spy] }\n');
    expect(() => readPeople(file)).toThrow('"eve"');
  });
});
