import { emptyState } from '@baton/domain';
import type { LeadSnapshot } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { handoffIdOf } from '@baton/workflows';
import { randomUUID } from 'node:crypto';
import { RecordStore } from '../commit/record-store.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';

/** How a handoff ended as an SQL. */
interface EndedSql {
  qualifiedBy: string;
  /** By default the same person. */
  ownerId?: string;
  daysAgo?: number;
  /** Whether it was won or lost since. */
  isDecided?: boolean;
}

const aLead: LeadSnapshot = { source: 'website', reachableBy: ['phone'], flags: [], consent: true, signals: [] };

describe('the owner of an SQL without an outcome', () => {
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  }, 180_000);

  afterAll(() => handoffs?.stop());

  const aColleague = (): LeadSnapshot => ({ ...aLead, companyDomain: `${randomUUID()}.example` });

  /** Starts a handoff in the record, without a workflow. */
  async function start(lead: LeadSnapshot, { leadId = randomUUID(), handoffNumber = 1 } = {}): Promise<string> {
    const now = new Date().toISOString();
    const handoffId = handoffIdOf(leadId, handoffNumber);
    const judged = { lead, score: 50, answers: [], askedCriteria: [], createdBy: 'test', signalReceivedAt: now };
    await handoffs.worker!.get(RecordStore).commit({
      handoffId,
      leadId,
      handoffNumber,
      agreementVersion: 1,
      state: emptyState(handoffId),
      now,
      intent: { kind: 'start', teamId: 'sales', messageId: `judged/${leadId}`, judged },
    });
    return handoffId;
  }

  /** Records that the handoff became an SQL so many days ago, and what happened to it since. */
  async function endAsSql(
    handoffId: string,
    { qualifiedBy, ownerId = qualifiedBy, daysAgo = 10, isDecided = false }: EndedSql,
  ): Promise<void> {
    const steps = [{ type: 'qualified', answers: [] }, ...(isDecided ? [{ type: 'outcome-recorded' }] : [])];
    await handoffs.database.pool.query(
      `INSERT INTO handoff.record (handoff_id, version, at, recorded_at, actor, cause, cause_key, step)
       SELECT $1, 1000 + number, now() - make_interval(days => $3), now(),
         jsonb_build_object('kind', 'person', 'id', $2::text), '{}'::jsonb, 'test', step
       FROM jsonb_array_elements($4::jsonb) WITH ORDINALITY AS given (step, number)`,
      [handoffId, qualifiedBy, daysAgo, JSON.stringify(steps)],
    );
    await handoffs.database.pool.query(
      `UPDATE handoff.handoff SET stage = 'ended', ending = 'sql', owner_id = $2 WHERE handoff_id = $1`,
      [handoffId, ownerId],
    );
  }

  const knownOwnerOf = async (handoffId: string): Promise<unknown> => {
    const { body } = await handoffs.call('adam', 'GET', `/handoffs/${handoffId}/routing`);
    return (body['choices'] as { decision: { knownOwner?: unknown } }[])[0]?.decision.knownOwner;
  };
  const waitForOwner = (handoffId: string, personId: string): Promise<boolean> =>
    waitUntil(async () => (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body['ownerId'] === personId, {
      what: `${personId} is the owner`,
    });

  it('the owner gets a colleague of the same company', async () => {
    const colleague = aColleague();
    await endAsSql(await start(colleague), { qualifiedBy: 'anna', daysAgo: 179 });
    const next = await start(colleague);
    expect(await knownOwnerOf(next)).toEqual({ personId: 'anna', knownBy: 'sql' });
    await waitForOwner(next, 'anna');
  });

  it('the owner gets the same person again, also without a company', async () => {
    const leadId = randomUUID();
    await endAsSql(await start(aLead, { leadId }), { qualifiedBy: 'clara' });
    const next = await start(aLead, { leadId, handoffNumber: 2 });
    expect(await knownOwnerOf(next)).toEqual({ personId: 'clara', knownBy: 'sql' });
    await waitForOwner(next, 'clara');
  });

  it('the rep who qualified the lead gets a colleague when a closer without the rep role owns the SQL', async () => {
    await handoffs.call('adam', 'PUT', '/people/kirill', { teamId: 'sales', roles: ['closer'] });
    const colleague = aColleague();
    await endAsSql(await start(colleague), { qualifiedBy: 'boris', ownerId: 'kirill' });
    expect(await knownOwnerOf(await start(colleague))).toEqual({ personId: 'boris', knownBy: 'sql' });
  });

  it.each<[string, Partial<EndedSql>]>([
    ['more than 180 days old', { daysAgo: 181 }],
    ['won or lost', { isDecided: true }],
  ])('an SQL that is %s makes nobody the known owner', async (_, ended) => {
    const colleague = aColleague();
    await endAsSql(await start(colleague), { qualifiedBy: 'clara', ...ended });
    const next = await start(colleague);
    expect(await knownOwnerOf(next)).toBeUndefined();
  });
});
