import { handoffStepRecorded, leadJudged, topics } from '@baton/contracts';
import { directDecision } from '@baton/domain';
import type { HandoffStep } from '@baton/domain';
import { aLeadJudged, TestKafka, waitUntil } from '@baton/testing';
import { aPerson, marketer, runIntake } from '../spec/running-intake.ts';
import type { TestCaller, RunningIntake } from '../spec/running-intake.ts';

describe('GET /leads', () => {
  let intake: RunningIntake;
  let kafka: TestKafka;
  beforeAll(async () => {
    kafka = new TestKafka();
    await kafka.start();
    intake = await runIntake();
  });
  afterAll(async () => {
    await intake.stop();
    await kafka.stop();
  });

  const getLead = (leadId: string, as: TestCaller) => intake.request('GET', `/leads/${leadId}`, as);

  const judge = (leadId: string) =>
    kafka.publish({
      topic: topics.judgedLeads.name,
      key: leadId,
      id: `judged/${leadId}/1`,
      type: leadJudged.type,
      data: aLeadJudged({ leadId }),
    });

  async function record(leadId: string, steps: HandoffStep[]): Promise<void> {
    const handoffId = `handoff-${leadId}-1`;
    for (const [index, step] of steps.entries()) {
      const version = index + 1;
      const at = new Date().toISOString();
      await kafka.publish({
        topic: topics.handoffs.name,
        key: leadId,
        id: `${handoffId}/${version}`,
        type: handoffStepRecorded.type,
        data: {
          leadId,
          handoffId,
          handoffNumber: 1,
          agreementVersion: 1,
          version,
          at,
          recordedAt: at,
          step,
          actor: { kind: 'system', id: 'baton' },
          cause: { kind: 'message', id: `${leadId}/${version}` },
        },
      });
    }
  }

  const assignedTo = (ownerId: string, teamId: string): HandoffStep => ({
    type: 'assigned',
    ownerId,
    teamId,
    reason: 'transfer',
    routing: directDecision('team-lead', teamId, ownerId),
  });

  it('a lead that is not judged yet is shown with its person, signals and texts', async () => {
    const person = aPerson({ message: 'Call me', company: { name: 'Acme' } });
    const { leadId } = (await intake.post(person)).body;
    await intake.post({ ...person, phone: undefined, signal: 'demo' });
    const text = { kind: 'touch', text: 'Asked for a quote', authorId: 'rita' };
    expect((await intake.request('PUT', `/leads/${leadId}/texts/t1`, 'service', text)).status).toBe(204);
    expect((await intake.request('PUT', `/leads/${leadId}/texts/t1`, 'service', text)).status).toBe(204);
    const { status, body } = await getLead(leadId, marketer);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      leadId,
      person: { name: person['name'], phone: person.phone, emails: [person.email], companyName: 'Acme' },
      attributes: { source: 'website', signals: [{ kind: 'request' }, { kind: 'demo' }] },
      texts: [
        { kind: 'message', text: 'Call me' },
        { kind: 'message', text: 'Call me' },
        { kind: 'touch', text: 'Asked for a quote', authorId: 'rita' },
      ],
      leadStatus: { status: 'captured' },
    });
  });

  it('a lead in a handoff is shown with its status to its owner and team lead, but to nobody else in sales', async () => {
    const { leadId } = (await intake.post(aPerson())).body;
    const owner: TestCaller = { id: 'rita', roles: ['rep'] };
    expect((await getLead(leadId, owner)).status).toBe(404);
    await judge(leadId);
    await record(leadId, [assignedTo('rita', 'north'), { type: 'accepted', impliedByTouch: false }]);
    const { body } = await waitUntil(
      async () => {
        const response = await getLead(leadId, owner);
        return response.body.leadStatus?.stage === 'awaiting-first-contact' && response;
      },
      { what: 'the owner sees the accepted lead', withinMilliseconds: 20_000 },
    );
    expect(body.leadStatus).toMatchObject({ status: 'handoff', ownerId: 'rita', teamId: 'north' });
    await waitUntil(async () => (await getLead(leadId, marketer)).body.leadStatus.verdict === 'mql', {
      what: 'the verdict is known',
    });

    expect((await getLead(leadId, { id: 'tom', roles: ['team-lead'], teamId: 'north' })).status).toBe(200);
    expect((await getLead(leadId, { id: 'tim', roles: ['team-lead'], teamId: 'south' })).status).toBe(404);
    expect((await getLead(leadId, { id: 'ron', roles: ['rep'] })).status).toBe(404);
    expect((await getLead(leadId, { id: 'ann', roles: ['arbiter'] })).status).toBe(200);
    expect((await intake.request('GET', `/leads/${leadId}`, 'service')).status).toBe(403);
  });

  it('leads are listed page by page, newest first, and only to marketers and admins', async () => {
    const source = `list-${Date.now()}`;
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await intake.post(aPerson({ source }))).body.leadId);
    const first = (await intake.request('GET', `/leads?source=${source}&limit=3`, marketer)).body;
    const second = (await intake.request('GET', `/leads?source=${source}&limit=3&after=${first.next}`, marketer)).body;
    expect([...first.items, ...second.items].map(({ leadId }) => leadId).sort()).toEqual([...ids].sort());
    expect(first.items).toHaveLength(3);
    expect(second.next).toBeUndefined();
    expect((await intake.request('GET', '/leads?limit=0', marketer)).status).toBe(400);
    expect((await intake.request('GET', '/leads?after=x', marketer)).status).toBe(400);
    expect((await intake.request('GET', '/leads', { roles: ['rep'] })).status).toBe(403);
  });

  it('an invalid lead id gets 400 and an unknown one 404', async () => {
    expect((await getLead('17', marketer)).status).toBe(400);
    expect((await getLead('00000000-0000-4000-8000-000000000000', marketer)).status).toBe(404);
  });
});
