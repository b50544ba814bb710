import { SeededRandom, waitUntil } from '@baton/testing';
import { generateEventLog } from './spec/generated-event-log.ts';
import type { TopicEvent } from './spec/generated-event-log.ts';
import { Oracle } from './spec/oracle.ts';
import { RunningReporting } from './spec/running-reporting.ts';

const marketer = { roles: ['marketer' as const] };
const names = ['returns', 'promises', 'lost', 'passed-conversion', 'losses', 'channels', 'first-contact'];

const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

describe(`the reporting service (seed ${seed})`, () => {
  let service: RunningReporting;
  const events = generateEventLog(seed, 8);
  const records = events.flatMap((event) => (event.topic === 'step' ? [event.data] : []));

  beforeAll(async () => {
    service = await RunningReporting.start();
    await service.publish(new SeededRandom(seed).shuffled(events));
    const { pool } = service.reporting.database;
    const consumed = async (): Promise<boolean> => {
      const { rows } = await pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM reporting.consumed_event WHERE consumer = 'reporting'`,
      );
      return rows[0]?.count === new Set(events.map(({ topic, id }) => `${topic}:${id}`)).size;
    };
    await waitUntil(consumed, {
      what: `all ${events.length} events are projected (seed ${seed})`,
    });
  });
  afterAll(() => service?.stop());

  it('reports over events that arrived in any order have the figures of the oracle', async () => {
    const asOf = '2026-04-06T00:00:00.000Z';
    const oracle = new Oracle(events, { asOf, from: null, to: null, zone: 'Europe/Moscow', filters: {} });
    const lost = (await service.get(`/reports/lost?asOf=${asOf}`, marketer)).json();
    expect(lost).toMatchObject({ report: 'lost', asOf, period: { from: null, to: null, zone: 'Europe/Moscow' } });
    expect(lost.total).toMatchObject(oracle.lost().total);
    const conversion = (await service.get(`/reports/passed-conversion?asOf=${asOf}`, marketer)).json();
    const { transferred, lost: lostOfConversion, replaced } = oracle.passedConversion().total;
    expect(conversion.total).toMatchObject({ transferred, lost: lostOfConversion, replaced });
    // Each handoff of a postponed lead can be lost. In passed conversion the next one replaces it.
    expect(conversion.total.transferred + conversion.total.replaced).toBe(lost.total.transferred);
  });

  it.each(names)('the report %s is available as JSON and as CSV', async (name) => {
    const answer = await service.get(`/reports/${name}`, marketer);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ report: name, definition: expect.any(String), rows: expect.any(Array) });
    const csv = await service.get(`/reports/${name}`, marketer, { accept: 'text/csv' });
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body.split('\r\n')).toHaveLength(answer.json().rows.length + 2);
    expect((await service.get(`/reports/${name}?format=csv`, marketer)).body).toBe(csv.body);
    for (const row of answer.json().rows)
      expect(csv.body.split('\r\n')[0]?.split(',').sort()).toEqual(Object.keys(row).sort());
  });

  it('the loss calculator turns 200 leads, 12 % lost and a check of 35,000 into a ceiling of 840,000', async () => {
    const address = '/reports/losses/calculator?transferred=200&lostShare=0.12&averageCheck=35000';
    expect((await service.get(address, marketer)).json()).toMatchObject({ ceiling: 840_000, expected: null });
    const expected = await service.get(`${address}&conversionToWon=0.0625`, marketer);
    expect(expected.json()).toMatchObject({ ceiling: 840_000, expected: 52_500 });
    const wrong = await service.get('/reports/losses/calculator?transferred=many&lostShare=12', marketer);
    expect(wrong.statusCode).toBe(422);
    expect(wrong.json().errors.map(({ field }: { field: string }) => field)).toEqual([
      'transferred',
      'lostShare',
      'averageCheck',
    ]);
  });

  it('the record of a handoff has the steps as they were recorded', async () => {
    const [first] = records;
    const own = records.filter(({ handoffId }) => handoffId === first?.handoffId);
    const address = `/handoffs/${first?.handoffId}/record`;
    const record = (await service.get(address, marketer)).json();
    expect(record.steps).toEqual(own);
    const csv = await service.get(`${address}?format=csv`, marketer);
    expect(csv.body.split('\r\n')).toHaveLength(own.length + 2);
    expect((await service.get('/handoffs/handoff-none-1/record', marketer)).statusCode).toBe(404);
  });

  it('a rep and a team lead see only their own handoffs and figures', async () => {
    const ownerOf = (handoffId: string): string[] =>
      records.flatMap(({ handoffId: id, step }) =>
        id === handoffId && step.type === 'assigned' ? [step.ownerId] : [],
      );
    const ids = [...new Set(records.map(({ handoffId }) => handoffId))];
    const rep = { id: 'anna', roles: ['rep' as const] };
    for (const id of ids) {
      const { statusCode } = await service.get(`/handoffs/${id}/record`, rep);
      expect({ id, statusCode }).toEqual({ id, statusCode: ownerOf(id).includes('anna') ? 200 : 404 });
    }
    expect((await service.get('/reports/promises?groupBy=rep', rep)).json().filters).toEqual({ rep: 'anna' });
    expect((await service.get('/reports/promises?rep=boris', rep)).statusCode).toBe(403);
    const teamsSeenBy = async (caller: Parameters<typeof service.get>[1]): Promise<string[]> =>
      (await service.get('/reports/passed-conversion?groupBy=team', caller))
        .json()
        .rows.map(({ group }: { group: string }) => group);
    const all = await teamsSeenBy(marketer);
    expect(all.length).toBeGreaterThan(0);
    for (const teamId of ['east', 'nowhere']) {
      const seen = await teamsSeenBy({ roles: ['team-lead' as const], teamId });
      expect(seen).toEqual(all.filter((group) => group === teamId));
    }
  });

  it('the response to invalid parameters names each of them', async () => {
    const answer = await service.get('/reports/lost?from=soon&zone=Nowhere&colour=red', marketer);
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const fields = answer.json().errors.map(({ field }: { field: string }) => field);
    expect(fields).toEqual(['colour', 'zone', 'from']);
  });

  it('reports need a token of a person', async () => {
    expect((await service.getWithoutToken('/reports/lost')).statusCode).toBe(401);
    expect((await service.get('/reports/lost', { roles: ['integration'] })).statusCode).toBe(403);
    const closer = { id: 'kirill', roles: ['closer' as const] };
    expect((await service.get('/reports/promises', closer)).json().filters).toEqual({ rep: 'kirill' });
  });

  it('the index and the OpenAPI document list every report', async () => {
    const { reports } = (await service.get('/', marketer)).json();
    expect(reports.map(({ name }: { name: string }) => name).sort()).toEqual([...names].sort());
    const { paths } = (await service.getWithoutToken('/openapi.json')).json();
    for (const name of names) expect(paths[`/reports/${name}`].get.responses['200'].content).toHaveProperty('text/csv');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/handoffs/{handoffId}/record', '/reports/losses/calculator']),
    );
  });

  it('an event that violates its contract does not hold up others', async () => {
    const broken = {
      ...(events.find(({ topic }) => topic === 'judged') as TopicEvent),
      id: 'broken',
      data: { leadId: 'x' },
    };
    const more = generateEventLog(seed + 1, 1);
    await service.publish([broken as unknown as TopicEvent, ...more]);
    const leadId = more.flatMap((event) => (event.topic === 'captured' ? [event.data.leadId] : []))[0];
    const known = async (): Promise<boolean> =>
      (await service.reporting.database.pool.query('SELECT 1 FROM reporting.lead WHERE lead_id = $1', [leadId]))
        .rowCount === 1;
    await waitUntil(known, { what: 'the next lead is projected' });
  });
});
