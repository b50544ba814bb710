import { personRoles } from '@baton/domain';
import { PgPool, Roles } from '@baton/service';
import {
  accessViolations,
  aLead,
  matrixRecordsNeeded,
  recordTowards,
  relationOf,
  uniqueLeadId,
  waitUntil,
} from '@baton/testing';
import type { AccessMatrix, RouteRule } from '@baton/testing';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { capturedSignal, RunningScoring } from './spec/running-scoring.ts';

/** Forgets to ask who may read the lead, which the matrix must notice. */
@Controller('forgetful')
class ForgetfulController {
  readonly #pool: PgPool;

  constructor(@Inject(PgPool) pool: PgPool) {
    this.#pool = pool;
  }

  @Get('leads/:leadId')
  @Roles(...personRoles)
  async get(@Param('leadId') leadId: string): Promise<object> {
    return { leads: (await this.#pool.query<object>('SELECT * FROM scoring.lead WHERE lead_id = $1', [leadId])).rows };
  }

  @Get('leads')
  @Roles(...personRoles)
  async list(): Promise<object> {
    return { leads: (await this.#pool.query<object>('SELECT lead_id FROM scoring.lead')).rows };
  }
}

const rules: Readonly<Record<string, RouteRule>> = {
  'GET /leads/:leadId/judgements': { asks: 'record', url: ({ leadId }) => `/leads/${leadId}/judgements` },
  // Only roles that read every record may call these.
  'GET /nurtured-leads': { asks: 'role' },
  'GET /nurtured-leads/:leadId/reviews': { asks: 'role' },
  'POST /nurtured-leads/:leadId/reviews': { asks: 'role' },
  // About no record.
  'GET /agreements': { asks: 'role' },
  'POST /judgements/preview': { asks: 'role' },
};

describe('The access matrix of scoring', () => {
  let scoring: RunningScoring;
  let records: AccessMatrix['records'];
  beforeAll(async () => {
    scoring = await RunningScoring.start([ForgetfulController]);
    records = matrixRecordsNeeded().map((needed) => ({ ...needed, leadId: uniqueLeadId() }));
    await Promise.all(records.map(publishRecord));
    const expected = records.map(({ relation, callerId = '' }) => relationOf(relation, callerId));
    await waitUntil(
      async () => {
        const { rows } = await scoring.database.pool.query<{ judged: number; owners: number; teams: number }>(
          `SELECT (SELECT count(*)::integer FROM scoring.judgement) AS judged,
             sum(cardinality(owner_ids))::integer AS owners, sum(cardinality(team_ids))::integer AS teams
           FROM scoring.lead`,
        );
        const [{ judged, owners, teams } = { judged: 0, owners: 0, teams: 0 }] = rows;
        return (
          judged === records.length &&
          owners === expected.flatMap(({ ownerIds }) => ownerIds).length &&
          teams === expected.flatMap(({ teamIds }) => [...new Set(teamIds)]).length
        );
      },
      { what: 'scoring has read all records', withinMilliseconds: 120_000 },
    );
  });
  afterAll(() => scoring?.stop());

  async function publishRecord({ leadId, relation, callerId = '' }: AccessMatrix['records'][number]): Promise<void> {
    await scoring.captured(capturedSignal(leadId, aLead()));
    for (const { version, at, step } of recordTowards(relation, leadId, callerId))
      await scoring.step(leadId, 1, version, at, step);
  }

  const violations = (changes: Partial<AccessMatrix>): Promise<string[]> =>
    accessViolations({
      routes: scoring.routes.filter(({ name }) => !name.startsWith(ForgetfulController.name)),
      rules,
      records,
      send: (caller, request) => scoring.sendAs(caller, request),
      ...changes,
    });

  it('every route answers each role and relation to the record as the rule about records says', async () => {
    expect(await violations({})).toEqual([]);
  });

  it('the matrix notices a route that forgets to ask, for one record and for a list', async () => {
    const forgetful: Record<string, RouteRule> = {
      'GET /forgetful/leads/:leadId': { asks: 'record', url: ({ leadId }) => `/forgetful/leads/${leadId}` },
      'GET /forgetful/leads': { asks: 'list' },
    };
    const found = await violations({
      routes: scoring.routes.filter(({ name }) => name.startsWith(ForgetfulController.name)),
      rules: forgetful,
    });
    expect(found).toContain(
      'GET /forgetful/leads/:leadId by rep about a record: other team has it: expected hidden, got answered',
    );
    expect(found).toContain(
      'GET /forgetful/leads by team-lead about a record: other team has it: expected hidden, got answered',
    );
    // Each of rep, closer and team lead, and only what they may not read.
    expect(new Set(found.map((line) => / by ([a-z-]+) /.exec(line)?.[1]))).toEqual(
      new Set(['rep', 'closer', 'team-lead']),
    );
    expect(found.filter((line) => line.includes('owns it') || line.includes('has owned it'))).toEqual([]);
  });

  it('the matrix notices a route without a rule, and a rule without a route', async () => {
    const { 'GET /agreements': _agreements, ...incomplete } = rules;
    expect(await violations({ rules: { ...incomplete, 'GET /gone': { asks: 'role' } }, records })).toEqual([
      'GET /agreements has no rule in the access matrix',
      'GET /gone has a rule and does not exist',
    ]);
  });
});
