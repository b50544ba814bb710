import { defaultAgreement } from '@baton/domain';
import { accessViolations, matrixRecordsNeeded, recordTowards, uniqueLeadId, waitUntil } from '@baton/testing';
import type { AccessMatrix, RouteRule } from '@baton/testing';
import { reportDefinitions } from './reports/report-definitions.ts';
import { agreementEvent } from './spec/generated-event-log.ts';
import type { TopicEvent } from './spec/generated-event-log.ts';
import { RunningReporting } from './spec/running-reporting.ts';

const rules: Readonly<Record<string, RouteRule>> = {
  'GET /handoffs/:handoffId/record': { asks: 'record', url: ({ leadId }) => `/handoffs/handoff-${leadId}-1/record` },
  // Figures, not records: report-access.spec.ts shows whose figures each role gets.
  ...Object.fromEntries(Object.keys(reportDefinitions).map((name) => [`GET /reports/${name}`, { asks: 'role' }])),
  'GET /reports/losses/calculator': { asks: 'role' },
  'GET /': { asks: 'role' },
};

describe('The access matrix of reporting', () => {
  let service: RunningReporting;
  let records: AccessMatrix['records'];
  beforeAll(async () => {
    service = await RunningReporting.start();
    records = matrixRecordsNeeded().map((needed) => ({ ...needed, leadId: uniqueLeadId() }));
    const events = [agreementEvent(1, defaultAgreement), ...records.flatMap(stepsOf)];
    await service.publish(events);
    await waitUntil(
      async () => {
        const { rows } = await service.reporting.database.pool.query<{ count: number }>(
          'SELECT count(*)::integer AS count FROM reporting.step',
        );
        return rows[0]?.count === events.length - 1;
      },
      { what: 'reporting has read all records', withinMilliseconds: 120_000 },
    );
  });
  afterAll(() => service?.stop());

  const stepsOf = ({ leadId, relation, callerId = '' }: AccessMatrix['records'][number]): TopicEvent[] =>
    recordTowards(relation, leadId, callerId).map((data) => ({
      topic: 'step',
      id: `${data.handoffId}/${data.version}`,
      time: data.at,
      data,
    }));

  it('every route answers each role and relation to the record as the rule about records says', async () => {
    const { routes } = service;
    expect(
      await accessViolations({ routes, rules, records, send: (caller, request) => service.sendAs(caller, request) }),
    ).toEqual([]);
  });
});
