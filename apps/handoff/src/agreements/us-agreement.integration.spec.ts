import { durationMilliseconds, emptyState, roundTheClock, WorkingTime } from '@baton/domain';
import type { Agreement, HandoffStep, LeadSnapshot, PromiseName } from '@baton/domain';
import { agreementCalendar } from '@baton/service/calendar';
import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecordStore } from '../commit/record-store.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';

const example = readFileSync(join(import.meta.dirname, '../../../../docs/agreement/examples/us-saas.yaml'), 'utf8');
// The tests give several leads to one person, and are not about slots.
const text = example.replace(/^ {2}slots: \d+$/m, '  slots: 100');
const callRecord = { kind: 'call-record', reference: 'call-1' };
const reached = { channel: 'call', outcome: 'reached', evidence: callRecord };
const answered = (answer: 'yes' | 'no') => (question: string) => ({ question, answer, evidence: callRecord });

const aLead = (changes: Partial<LeadSnapshot>): LeadSnapshot => ({
  source: 'us-website',
  channel: 'paid search',
  country: 'US',
  language: 'en',
  industry: 'software',
  reachableBy: ['phone', 'email'],
  flags: [],
  consent: true,
  signals: [],
  ...changes,
});
const ENTERPRISE_LEAD = aLead({ segment: 'enterprise', employees: 2400 });
const PARTNER_LEAD = aLead({ source: 'us-partners', segment: 'mid-market', employees: 300 });
const CALIFORNIAN_LEAD = aLead({ segment: 'mid-market', employees: 300, region: 'California' });
const SPANISH_LEAD = aLead({ segment: 'mid-market', employees: 300, language: 'es-MX' });

const people: [personId: string, team: string, changes?: object][] = [
  ['ellen', 'enterprise'],
  ['kim', 'enterprise', { roles: ['closer'] }],
  ['peter', 'partners'],
  ['ines', 'inbound', { skills: ['spanish'], languages: ['en', 'es'] }],
  ['ivan', 'inbound', { languages: ['en'] }],
  ['wes', 'west'],
];

describe('US example agreement', () => {
  let handoffs: HandoffFixture;
  /** The example itself, and the example without its special days. */
  let exampleVersion: number;
  let version: number;
  let agreement: Agreement;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    const published = await handoffs.call('arkady', 'POST', '/agreements?comment=US%20pilot', text, {
      'content-type': 'application/yaml',
    });
    expect(published.status).toBe(201);
    const inUse = published.body as unknown as { version: number; agreement: Agreement };
    exampleVersion = inUse.version;
    // Tests run on any day, holidays included.
    agreement = { ...inUse.agreement, calendar: { ...inUse.agreement.calendar, specialDays: [] } };
    version = await handoffs.publishAgreement(agreement);
    for (const team of ['enterprise', 'partners', 'inbound', 'west']) {
      expect((await handoffs.call('adam', 'PUT', `/teams/${team}`, { name: team })).status).toBe(200);
    }
    // Tests run at any hour.
    for (const [personId, team, changes] of people)
      await putPerson(personId, team, { hours: roundTheClock, ...changes });
  });

  afterAll(() => handoffs?.stop());

  const putPerson = async (personId: string, teamId: string, changes: object): Promise<void> => {
    const person = { teamId, roles: ['rep'], ...changes };
    expect((await handoffs.call('adam', 'PUT', `/people/${personId}`, person)).status).toBe(200);
  };

  const handoffOf = async (handoffId: string): Promise<ApiResponse['body']> =>
    (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;

  const stepsOf = async <Type extends HandoffStep['type']>(
    handoffId: string,
    type: Type,
  ): Promise<(HandoffStep & { type: Type } & { at: string })[]> =>
    ((await handoffOf(handoffId))['record'] as { at: string; step: HandoffStep }[]).flatMap(({ at, step }) =>
      step.type === type ? [{ ...(step as HandoffStep & { type: Type }), at }] : [],
    );

  const assignedHandoff = async (lead: LeadSnapshot): Promise<{ handoffId: string; ownerId: string }> => {
    const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion: version, lead });
    const ownerId = await waitUntil(async () => (await handoffOf(handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    return { handoffId, ownerId };
  };

  it.each([
    ['a lead of a large company', ENTERPRISE_LEAD, 'ellen', 'enterprise', 'large'],
    ['a lead of a partner', PARTNER_LEAD, 'peter', 'partners', 'partners'],
    ['a lead from California', CALIFORNIAN_LEAD, 'wes', 'west', 'west-coast'],
    ['a lead who speaks Spanish', SPANISH_LEAD, 'ines', 'inbound', 'spanish'],
  ])('%s is routed to the right team by its rule', async (_, lead, ownerId, teamId, rule) => {
    const { handoffId } = await assignedHandoff(lead);
    expect(await handoffOf(handoffId)).toMatchObject({ ownerId, teamId });
    const routing = await handoffs.call('adam', 'GET', `/handoffs/${handoffId}/routing`);
    const [choice] = routing.body['choices'] as { decision: { triedRules: { id: string }[] } }[];
    expect(choice?.decision.triedRules.at(-1)).toEqual({ id: rule });
  });

  it('a lead becomes an SQL only with a yes to every MEDDPICC question that the agreement requires', async () => {
    const { handoffId, ownerId } = await assignedHandoff(ENTERPRISE_LEAD);
    expect((await handoffOf(handoffId))['nextAttempt']).toMatchObject({ number: 1, minimum: 6, maximum: 10 });
    const post = (command: string, body?: object): Promise<ApiResponse> =>
      handoffs.call(ownerId, 'POST', `/handoffs/${handoffId}/${command}`, body);
    expect((await post('accept')).status).toBe(200);
    expect((await post('touches', reached)).status).toBe(200);

    const known = ['economic-buyer', 'decision-process', 'identified-pain'].map(answered('yes'));
    const optional = ['metrics', 'competition'].map(answered('no'));
    expect(await post('qualify', { answers: [...known, ...optional] })).toMatchObject({
      status: 422,
      body: {
        type: 'urn:baton:problem:unanswered-questions',
        detail: expect.stringContaining('a yes to each of these questions: champion.') as string,
      },
    });
    expect(await handoffOf(handoffId)).toMatchObject({ stage: 'working', ownerId: 'ellen' });
    expect((await post('qualify', { answers: [...known, ...optional, answered('yes')('champion')] })).status).toBe(200);

    const [sql] = await stepsOf(handoffId, 'qualified');
    const aDayLater = new Date(Date.parse(sql!.at) + 24 * 3_600_000).toISOString();
    expect(await handoffOf(handoffId)).toMatchObject({
      stage: 'sql',
      ownerId: 'kim',
      teamId: 'enterprise',
      nextDuePromise: 'sql-contact',
      nextDueAt: aDayLater,
    });
    expect((await handoffs.call('kim', 'POST', `/handoffs/${handoffId}/touches`, reached)).status).toBe(200);
    expect(await stepsOf(handoffId, 'promise-kept')).toContainEqual(
      expect.objectContaining({ promise: 'sql-contact', late: false, ownerId: 'kim' }),
    );
  });

  it('a return is accepted only for a reason in the agreement’s dictionary', async () => {
    const { handoffId, ownerId } = await assignedHandoff(PARTNER_LEAD);
    const returnLead = (reason: string, kind: string): Promise<ApiResponse> =>
      handoffs.call(ownerId, 'POST', `/handoffs/${handoffId}/return`, {
        reason,
        proof: { kind, reference: 'https://example.com/partners/7' },
      });
    expect(await returnLead('no-budget', 'call-record')).toMatchObject({
      status: 422,
      body: {
        detail: expect.stringContaining('registered-by-a-partner') as string,
        errors: [{ field: 'reason', code: 'unknown-reason' }],
      },
    });
    expect((await returnLead('registered-by-a-partner', 'link')).body).toMatchObject({ errors: [{ field: 'proof' }] });
    expect((await returnLead('registered-by-a-partner', 'document')).status).toBe(200);
    expect(await stepsOf(handoffId, 'returned')).toMatchObject([{ countsAgainst: 'nobody' }]);

    const [review] = (await stepsOf(handoffId, 'promise-started')).filter(({ promise }) => promise === 'return-review');
    const time = new WorkingTime(agreementCalendar(agreement, review!.at));
    expect(review?.dueAt).toBe(time.add('workday', review!.at, durationMilliseconds('PT48H')));
    expect((await handoffs.call('marina', 'POST', `/handoffs/${handoffId}/return/contest`)).status).toBe(200);
    expect(await handoffOf(handoffId)).toMatchObject({ stage: 'contested', nextDuePromise: 'arbitration' });
  });

  /** Commits the start of a handoff directly to the record, which allows any moment. */
  const dueMomentsOfHandoffStartedAt = async (
    now: string,
  ): Promise<Partial<Record<PromiseName | 'PT4H' | 'PT8H', string>>> => {
    // Ellen now works in the hours of the agreement.
    await putPerson('ellen', 'enterprise', {});
    const leadId = randomUUID();
    const handoffId = `handoff-${leadId}-1`;
    const judged = {
      createdBy: 'test',
      lead: ENTERPRISE_LEAD,
      answers: [],
      askedCriteria: [],
      score: 50,
      signalReceivedAt: now,
    };
    const result = await handoffs.api!.get(RecordStore).commit({
      handoffId,
      leadId,
      handoffNumber: 1,
      agreementVersion: exampleVersion,
      state: emptyState(handoffId),
      now,
      intent: { kind: 'start', judged, teamId: 'sales', messageId: `judged/${leadId}` },
    });
    const steps = result.outcome === 'committed' ? result.steps.map(({ step }) => step) : [];
    return Object.fromEntries(
      steps.flatMap((step) => {
        if (step.type === 'promise-started') return [[step.promise, step.dueAt]];
        return step.type === 'assigned'
          ? (step.returnWindows ?? []).map(({ window: within, endsAt: until }) => [within, until])
          : [];
      }),
    );
  };
  const inUtc = (moment: string): string => new Date(moment).toISOString();

  it.each([
    [
      'on a Friday 15 minutes before closing, with Saturday and Columbus Day as working days',
      inUtc('2026-10-09T15:45:00-04:00'),
      {
        transfer: inUtc('2026-10-09T15:55:00-04:00'),
        acceptance: inUtc('2026-10-10T10:15:00-04:00'),
        'first-contact': inUtc('2026-10-10T10:45:00-04:00'),
        touches: inUtc('2026-10-15T15:45:00-04:00'),
        PT4H: inUtc('2026-10-12T08:45:00-04:00'),
        PT8H: inUtc('2026-10-12T13:45:00-04:00'),
      },
    ],
    [
      'between the two shifts of a Tuesday',
      inUtc('2026-10-13T11:40:00-04:00'),
      {
        acceptance: inUtc('2026-10-13T13:10:00-04:00'),
        'first-contact': inUtc('2026-10-13T13:40:00-04:00'),
        touches: inUtc('2026-10-19T11:40:00-04:00'),
        PT4H: inUtc('2026-10-13T16:40:00-04:00'),
        PT8H: inUtc('2026-10-14T11:10:00-04:00'),
      },
    ],
    [
      'on the Saturday before the clocks go back',
      inUtc('2026-10-31T12:50:00-04:00'),
      {
        acceptance: inUtc('2026-11-02T08:20:00-05:00'),
        'first-contact': inUtc('2026-11-02T08:50:00-05:00'),
        touches: inUtc('2026-11-06T12:50:00-05:00'),
        PT4H: inUtc('2026-11-02T11:50:00-05:00'),
      },
    ],
  ])('due moments of a lead received %s follow the agreement’s zone and shifts', async (_, receivedAt, due) => {
    expect(await dueMomentsOfHandoffStartedAt(receivedAt)).toMatchObject(due);
  });
});
