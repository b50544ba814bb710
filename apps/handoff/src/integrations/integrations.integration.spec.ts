import { integrationKeyChanged, integrationKeyUsed } from '@baton/contracts';
import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { signCommand } from '../../../../docs/examples/sign-command.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';
import type { IntegrationResponse } from './integrations.response.ts';

const PUBLIC_KEY = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

describe('integrations and their keys', () => {
  let fixture: HandoffFixture;
  beforeAll(async () => {
    fixture = await HandoffFixture.start();
    await fixture.kafka.consume(integrationKeyChanged.topic);
  });
  afterAll(() => fixture?.stop());

  const post = (url: string, body: object, as = 'adam'): Promise<ApiResponse> => fixture.call(as, 'POST', url, body);
  const problemOf = ({ status, body }: ApiResponse) => [
    status,
    String(body['type']).replace('urn:baton:problem:', ''),
    ((body['errors'] ?? []) as { field: string }[]).map(({ field }) => field),
  ];

  async function newIntegration(): Promise<string> {
    const integrationId = `test-${randomUUID().slice(0, 8)}`;
    expect((await post('/integrations', { integrationId, name: 'Test' })).status).toBe(201);
    return integrationId;
  }

  /** Reports an outcome of a handoff that does not exist: 404 for a key that may do so. */
  const use = async (secret: unknown, headers: Record<string, string> = {}): Promise<string> => {
    const { statusCode, body } = await fixture.api!.inject({
      method: 'POST',
      url: '/handoffs/handoff-none-1/outcome',
      headers: { 'x-api-key': String(secret), ...headers },
      payload: { outcome: 'won', amount: 1, currency: 'EUR' },
    });
    return `${statusCode} ${(JSON.parse(body) as { type: string }).type.replace('urn:baton:problem:', '')}`;
  };

  const listed = async (integrationId: string): Promise<IntegrationResponse | undefined> => {
    const { body } = await fixture.call('adam', 'GET', '/integrations');
    return (body['integrations'] as IntegrationResponse[]).find((each) => each.integrationId === integrationId);
  };

  it('a key is shown once, works immediately, is published as a hash, and ends when it is revoked', async () => {
    const integrationId = await newIntegration();
    const created = await post(`/integrations/${integrationId}/keys`, { scopes: ['send-commands'] });
    expect(created.status).toBe(201);
    const { key: secret, keyId } = created.body;
    expect(await use(secret)).toBe('404 not-found');
    const [published] = await fixture.kafka.waitForMessages(integrationKeyChanged.topic, `key/${String(keyId)}`, 1);
    expect(published?.data).toMatchObject({ keyId, integrationId, kind: 'secret', scopes: ['send-commands'] });
    expect(JSON.stringify([published?.data, await listed(integrationId)])).not.toContain(secret);

    const revoked = await fixture.call('adam', 'DELETE', `/integrations/${integrationId}/keys/${String(keyId)}`);
    expect(revoked.status).toBe(204);
    expect(await use(secret)).toBe('401 api-key-revoked');
    const messages = await fixture.kafka.waitForMessages(integrationKeyChanged.topic, `key/${String(keyId)}`, 2);
    expect(messages.at(-1)?.data).toMatchObject({ revokedAt: expect.any(String) as string });
    expect((await listed(integrationId))?.keys).toMatchObject([{ keyId, state: 'revoked', revokedBy: 'adam' }]);
  });

  it('a key is rotated while both work, and a third valid key is refused', async () => {
    const integrationId = await newIntegration();
    const keys = `/integrations/${integrationId}/keys`;
    const first = (await post(keys, { scopes: ['send-commands'], actsFor: { personIds: ['anna'] } })).body;
    const second = await post(`${keys}/${String(first['keyId'])}/rotate`, {});
    expect(second.body).toMatchObject({ scopes: ['send-commands'], actsFor: { personIds: ['anna'] }, state: 'valid' });
    expect([await use(first['key']), await use(second.body['key'])]).toEqual(['404 not-found', '404 not-found']);

    expect(problemOf(await post(keys, { scopes: ['write-leads'] })).slice(0, 2)).toEqual([409, 'too-many-keys']);
    expect(problemOf(await post(`${keys}/${String(first['keyId'])}/rotate`, {}))[1]).toBe('too-many-keys');
    await fixture.call('adam', 'DELETE', `${keys}/${String(first['keyId'])}`);
    expect([await use(first['key']), await use(second.body['key'])]).toEqual(['401 api-key-revoked', '404 not-found']);
    expect((await post(keys, { scopes: ['write-leads'] })).status).toBe(201);
  });

  it('two simultaneous requests cannot create a third valid key', async () => {
    const integrationId = await newIntegration();
    const requests = Array.from({ length: 5 }, () =>
      post(`/integrations/${integrationId}/keys`, { scopes: ['read-reports'] }),
    );
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, 201, 409, 409, 409]);
  });

  it('a key ends when it expires', async () => {
    const integrationId = await newIntegration();
    const expiresAt = new Date(Date.now() + 3000).toISOString();
    const { body } = await post(`/integrations/${integrationId}/keys`, { scopes: ['send-commands'], expiresAt });
    expect(await use(body['key'])).toBe('404 not-found');
    await waitUntil(async () => (await use(body['key'])) === '401 api-key-expired', { what: 'the key has expired' });
  });

  it('a public key is registered without a secret, and HTTP does not accept it', async () => {
    const integrationId = await newIntegration();
    const keys = `/integrations/${integrationId}/keys`;
    const request = { kind: 'public-key', scopes: ['send-commands'], publicKey: PUBLIC_KEY };
    const { status, body } = await post(keys, request);
    expect([status, body['key'], body['kind']]).toEqual([201, null, 'public-key']);
    const [published] = await fixture.kafka.waitForMessages(
      integrationKeyChanged.topic,
      `key/${String(body['keyId'])}`,
      1,
    );
    expect(published?.data).toMatchObject({ publicKey: PUBLIC_KEY });
    expect(await use(`baton_${String(body['keyId'])}_${'A'.repeat(43)}`)).toBe('401 api-key-invalid');
    expect(problemOf(await post(`${keys}/${String(body['keyId'])}/rotate`, {}))[2]).toEqual(['publicKey']);
  });

  it.each<[string, object, number, string[]]>([
    ['with a role', { scopes: ['send-commands'], roles: ['admin'] }, 400, ['roles']],
    ['with the scope of an admin', { scopes: ['admin'] }, 400, ['scopes']],
    ['with the scope of the services', { scopes: ['internal'] }, 400, ['scopes']],
    ['without a scope', { scopes: [] }, 400, ['scopes']],
    ['that has expired', { scopes: ['write-leads'], expiresAt: '2026-01-01T00:00:00Z' }, 422, ['expiresAt']],
    ['with sources but no leads', { scopes: ['read-reports'], sources: ['website'] }, 422, ['sources']],
    ['that acts for nobody', { scopes: ['send-commands'], actsFor: {} }, 422, ['actsFor']],
    [
      'that acts for unknown people and teams',
      { scopes: ['send-commands'], actsFor: { personIds: ['nobody'], teamIds: ['none'] } },
      422,
      ['actsFor.personIds', 'actsFor.teamIds'],
    ],
    [
      'with the private half',
      { kind: 'public-key', scopes: ['send-commands'], publicKey: { ...PUBLIC_KEY, d: PUBLIC_KEY.x } },
      400,
      ['publicKey.d'],
    ],
    ['without its public half', { kind: 'public-key', scopes: ['send-commands'] }, 422, ['publicKey']],
    ['that signs leads', { kind: 'public-key', scopes: ['write-leads'], publicKey: PUBLIC_KEY }, 422, ['scopes']],
  ])('a key %s is refused by name', async (_, request, status, fields) => {
    const response = await post(`/integrations/${await newIntegration()}/keys`, request);
    expect([response.status, [...new Set(problemOf(response)[2] as string[])]]).toEqual([status, fields]);
  });

  it('a key acts for the people whom it covers, and for no others', async () => {
    const integrationId = await newIntegration();
    const request = { scopes: ['send-commands'], actsFor: { personIds: ['anna'] } };
    const { key } = (await post(`/integrations/${integrationId}/keys`, request)).body;
    expect(await use(key, { 'x-acts-for': 'anna' })).toBe('404 not-found');
    expect(await use(key, { 'x-acts-for': 'boris' })).toBe('403 acts-for-not-covered');
    expect(await use(key, { 'x-acts-for': 'adam' })).toBe('403 acts-for-not-covered');
  });

  it('the record names the person and the system of a command that a key sends for the person, and the system alone without a person', async () => {
    const integrationId = await newIntegration();
    const request = { scopes: ['send-commands'], actsFor: { everyone: true } };
    const { key } = (await post(`/integrations/${integrationId}/keys`, request)).body;
    const { handoffId } = await fixture.publishJudgedLead();
    const handoff = async () => (await fixture.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
    const owner = await waitUntil(async () => (await handoff())['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    const evidence = { kind: 'message-id', reference: 'm-1' };
    const sent: [string, object, Record<string, string>][] = [
      ['lead-replied', { channel: 'email', evidence }, {}],
      ['accept', {}, { 'x-acts-for': owner }],
    ];
    for (const [command, payload, headers] of sent) {
      const response = await fixture.api!.inject({
        method: 'POST',
        url: `/handoffs/${handoffId}/${command}`,
        headers: { 'x-api-key': String(key), 'idempotency-key': randomUUID(), ...headers },
        payload,
      });
      expect([command, response.statusCode, response.body]).toEqual([command, 200, expect.any(String)]);
    }
    const record = (await handoff())['record'] as { step: { type: string }; actor: object }[];
    const actorOf = (type: string) => record.find(({ step }) => step.type === type)?.actor;
    const via = `integration:${integrationId}`;
    expect(actorOf('accepted')).toEqual({ kind: 'person', id: owner, via });
    expect(actorOf('lead-replied')).toEqual({ kind: 'integration', id: via });
  });

  it('automatic messages that a system reports over HTTP and Kafka are kept as engagement, and the handoff still awaits acceptance', async () => {
    const integrationId = await newIntegration();
    const request = { scopes: ['send-commands'], actsFor: { everyone: true } };
    const { key } = (await post(`/integrations/${integrationId}/keys`, request)).body;
    const { handoffId } = await fixture.publishJudgedLead();
    const handoff = async () => (await fixture.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
    const owner = await waitUntil(async () => (await handoff())['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    const reply = { channel: 'email', evidence: { kind: 'message-id', reference: 'm-1' }, automatic: true };
    const mail = { ...reply, direction: 'outbound', outcome: 'sent' };
    const sent: [string, object, Record<string, string>][] = [
      ['touches', mail, { 'x-acts-for': owner }],
      ['touches', mail, {}],
      ['lead-replied', reply, {}],
    ];
    for (const [command, payload, headers] of sent) {
      const response = await fixture.api!.inject({
        method: 'POST',
        url: `/handoffs/${handoffId}/${command}`,
        headers: { 'x-api-key': String(key), 'idempotency-key': randomUUID(), ...headers },
        payload,
      });
      expect([command, response.statusCode, response.body]).toEqual([command, 200, expect.any(String)]);
    }
    const sender = await fixture.commandSender('sequences', {});
    await fixture.publishCommand(signCommand(sender, { handoffId, command: { type: 'touch', ...mail } }));
    const engagements = await waitUntil(
      async () => {
        const record = (await handoff())['record'] as { step: { type: string; direction?: string } }[];
        const steps = record.map(({ step }) => step).filter(({ type }) => type === 'engagement-added');
        return steps.length === 4 && steps;
      },
      { what: 'the message that was reported over Kafka is kept' },
    );
    expect(engagements.map(({ direction }) => direction)).toEqual(['outbound', 'outbound', 'inbound', 'outbound']);
    expect(await handoff()).toMatchObject({ stage: 'awaiting-acceptance', ownerId: owner });
  });

  it('only an admin manages keys, and no key does', async () => {
    const integrationId = await newIntegration();
    const { key } = (await post(`/integrations/${integrationId}/keys`, { scopes: ['send-commands'] })).body;
    for (const as of ['tatiana', 'olga', 'marina'])
      expect((await post('/integrations', { integrationId: 'theirs', name: 'Theirs' }, as)).status).toBe(403);
    const { statusCode } = await fixture.api!.inject({
      method: 'GET',
      url: '/integrations',
      headers: { 'x-api-key': String(key) },
    });
    expect(statusCode).toBe(403);
    expect(problemOf(await post('/integrations', { integrationId, name: 'Again' }))[1]).toBe('integration-exists');
    expect(problemOf(await post('/integrations', { integrationId: 'baton', name: 'Own' }))[1]).toBe(
      'integration-exists',
    );
    expect((await post('/integrations/unknown/keys', { scopes: ['write-leads'] })).status).toBe(404);
  });

  it('the list shows the latest use of a key in any service', async () => {
    const integrationId = await newIntegration();
    const { keyId } = (await post(`/integrations/${integrationId}/keys`, { scopes: ['write-leads'] })).body;
    const times = ['2026-11-27T10:00:00.000Z', '2026-11-27T12:00:00.000Z', '2026-11-27T11:00:00.000Z'];
    const services = ['reporting', 'intake', 'intake'];
    await fixture.kafka.publish(
      ...times.map((usedAt, index) => ({
        topic: integrationKeyUsed.topic,
        type: integrationKeyUsed.type,
        key: String(keyId),
        id: randomUUID(),
        data: { keyId, service: services[index], usedAt },
      })),
    );
    await waitUntil(async () => (await listed(integrationId))?.keys[0]?.lastUsedIn === 'intake', {
      what: 'the uses are read',
    });
    expect((await listed(integrationId))?.keys).toMatchObject([{ lastUsedAt: times[1], lastUsedIn: 'intake' }]);
  });
});
