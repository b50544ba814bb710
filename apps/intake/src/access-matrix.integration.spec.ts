import { handoffStepRecorded } from '@baton/contracts';
import { keyScopes } from '@baton/domain';
import { routesOf } from '@baton/service';
import { accessViolations, matrixRecordsNeeded, recordTowards, TestKafka, waitUntil } from '@baton/testing';
import type { AccessMatrix, MatrixCaller, MatrixRequest, MatrixResponse, MatrixRoute, RouteRule } from '@baton/testing';
import { aPerson, runIntake, SERVICE_KEY } from './spec/running-intake.ts';
import type { RunningIntake } from './spec/running-intake.ts';

const rules: Readonly<Record<string, RouteRule>> = {
  'GET /leads/:leadId': { asks: 'record', url: ({ leadId }) => `/leads/${leadId}` },
  // Only roles that read every record may list leads and erase people.
  'GET /leads': { asks: 'role' },
  'DELETE /leads/:leadId/person': { asks: 'role' },
  'POST /leads/:leadId/opt-out': { asks: 'role' },
  // The role owns what is in quarantine.
  'GET /quarantine': { asks: 'role' },
  'GET /quarantine/:id': { asks: 'role' },
  'POST /quarantine/:id/dismiss': { asks: 'role' },
  'POST /quarantine/:id/replay': { asks: 'role' },
  'GET /quarantine-owners': { asks: 'role' },
  'PUT /quarantine-owners': { asks: 'role' },
  'DELETE /quarantine-owners': { asks: 'role' },
  // Writes by systems and about no existing record.
  'POST /leads': { asks: 'role' },
  'PUT /leads/:leadId/texts/:textId': { asks: 'role' },
  'PUT /leads/:leadId/contacts/:contactMethod': { asks: 'role' },
  'POST /refused-bodies/purge': { asks: 'role' },
};

describe('The access matrix of intake', () => {
  let intake: RunningIntake;
  let kafka: TestKafka;
  const records: AccessMatrix['records'][number][] = [];
  beforeAll(async () => {
    kafka = new TestKafka();
    await kafka.start();
    intake = await runIntake();
    for (const needed of matrixRecordsNeeded()) {
      const { leadId } = (await intake.post(aPerson())).body;
      records.push({ ...needed, leadId });
      for (const data of recordTowards(needed.relation, leadId, needed.callerId ?? '')) await publish(data);
    }
    const handoffIds = records.map(({ leadId }) => `handoff-${leadId}-1`);
    const steps = records.flatMap(({ leadId, relation, callerId = '' }) => recordTowards(relation, leadId, callerId));
    await waitUntil(
      async () =>
        (await intake.value<number>(
          `SELECT coalesce(sum((handoff->>'version')::integer), 0)::integer FROM intake.lead_status
           WHERE handoff->>'handoffId' = ANY ($1)`,
          handoffIds,
        )) === steps.length,
      { what: 'intake has read all records', withinMilliseconds: 120_000 },
    );
  });
  afterAll(async () => {
    await intake?.stop();
    await kafka?.stop();
  });

  const publish = (data: ReturnType<typeof recordTowards>[number]): Promise<void> =>
    kafka.publish({
      topic: handoffStepRecorded.topic,
      key: data.leadId,
      id: `${data.handoffId}/${data.version}`,
      type: handoffStepRecorded.type,
      data,
    });

  async function send(
    { role, id, roles, teamId = '' }: MatrixCaller,
    { method, url, payload }: MatrixRequest,
    { scope }: MatrixRoute,
  ): Promise<MatrixResponse> {
    const newKey = (): Promise<string> => intake.key({ scopes: [...keyScopes] });
    const headers =
      role === 'integration'
        ? { 'x-api-key': scope === 'internal' ? SERVICE_KEY : await newKey() }
        : { authorization: `Bearer ${await intake.token({ id, roles: [...roles], teamId })}` };
    const sent = { method: method as 'GET', url, headers, ...(payload && { payload }) };
    const { statusCode: status, body: text } = await intake.app.inject(sent);
    return { status, text };
  }

  it('every route answers each role and relation to the record as the rule about records says', async () => {
    expect(await accessViolations({ routes: routesOf(intake.app), rules, records, send })).toEqual([]);
  });
});
