import type { HandoffCommand } from '@baton/domain';
import type { Caller } from '@baton/service';
import { waitUntil } from '@baton/testing';
import { CommandGateway } from '../command-gateway/command-gateway.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';

type Body = Record<string, unknown>;

const note = { kind: 'note' };
const answer = { question: 'need', answer: 'yes', evidence: note };

/** A valid body of each command that has one, with its required and optional fields. */
const COMMANDS: { path: string; body: Body; required: string[]; optional?: string[] }[] = [
  { path: 'decline', body: { reason: 'capacity' }, required: ['reason'] },
  {
    path: 'touches',
    body: { channel: 'call', outcome: 'reached', evidence: note },
    required: ['channel', 'outcome', 'evidence', 'evidence.kind'],
    optional: ['direction', 'madeAt', 'correctedContact', 'text', 'automatic', 'evidence.reference'],
  },
  {
    path: 'next-step',
    body: { nextStepAt: new Date(Date.now() + 3_600_000).toISOString(), evidence: note },
    required: ['nextStepAt', 'evidence', 'evidence.kind'],
    optional: ['text', 'evidence.reference'],
  },
  {
    path: 'postpone',
    body: { until: new Date(Date.now() + 90 * 86_400_000).toISOString(), evidence: note },
    required: ['until', 'evidence', 'evidence.kind'],
  },
  {
    path: 'answers',
    body: { answers: [answer] },
    required: ['answers', 'answers.0', 'answers.0.question', 'answers.0.answer', 'answers.0.evidence'],
    optional: ['answers.0.evidence.reference'],
  },
  {
    path: 'lead-replied',
    body: { channel: 'email', evidence: note },
    required: ['channel', 'evidence', 'evidence.kind'],
  },
  {
    path: 'correct-contact',
    body: { contactMethod: 'phone', value: '+79120000001' },
    required: ['contactMethod', 'value'],
  },
  { path: 'notes', body: { text: 'Wants a demo' }, required: ['text'] },
  {
    path: 'qualify',
    body: { answers: ['need', 'decision-maker', 'budget'].map((question) => ({ ...answer, question })) },
    required: ['answers', 'answers.0', 'answers.0.evidence', 'answers.0.evidence.kind'],
  },
  {
    path: 'return',
    body: { reason: 'competitor', proof: { kind: 'link', reference: 'https://crm.example/7' } },
    required: ['reason', 'proof', 'proof.kind'],
  },
  { path: 'return/accept', body: { disposition: 'nurtured' }, required: ['disposition'] },
  { path: 'return/verdict', body: { verdict: 'upheld', fault: 'lead' }, required: ['verdict', 'fault'] },
  { path: 'opt-out', body: { evidence: note }, required: ['evidence', 'evidence.kind'] },
];

/** A copy with another value at a path such as `evidence.kind`; without a value the field is omitted. */
function changed(body: unknown, [name, ...rest]: string[], value?: unknown): Body {
  const copy = structuredClone(body) as Body;
  if (name === undefined) return copy;
  if (rest.length > 0) copy[name] = changed(copy[name], rest, value);
  else if (value === undefined && !Array.isArray(copy)) delete copy[name];
  else copy[name] = value ?? null;
  return copy;
}

describe('Command bodies', () => {
  let handoffs: HandoffFixture;
  let handoffId: string;
  let owner: string;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    ({ handoffId, owner } = await assignedHandoff());
  });
  afterAll(() => handoffs?.stop());

  const handoffOf = async (id: string): Promise<Body> => (await handoffs.call('adam', 'GET', `/handoffs/${id}`)).body;
  const assignedHandoff = async (): Promise<{ handoffId: string; owner: string }> => {
    const { handoffId: id } = await handoffs.publishJudgedLead();
    const ownerId = await waitUntil(async () => (await handoffOf(id))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    return { handoffId: id, owner: ownerId };
  };

  it.each(
    COMMANDS.flatMap(({ path, body, required }) =>
      required.flatMap((field) => [undefined, null, []].map((value) => ({ path, body, field, value }))),
    ),
  )('$path is rejected with $value for $field, and nothing is recorded', async ({ path, body, field, value }) => {
    const { version } = await handoffOf(handoffId);
    const invalid = changed(body, field.split('.'), value);
    const refused = await handoffs.call('adam', 'POST', `/handoffs/${handoffId}/${path}`, invalid);
    expect(refused).toMatchObject({ status: 400, body: { type: 'urn:baton:problem:invalid-fields' } });
    expect(refused.text).toContain(field.split('.').at(-1));
    expect((await handoffOf(handoffId))['version']).toBe(version);
  });

  it.each(COMMANDS.flatMap(({ path, body, optional = [] }) => optional.map((field) => ({ path, body, field }))))(
    '$path accepts null for $field like a missing field',
    async ({ path, body, field }) => {
      const withNull = changed(body, field.split('.'), null);
      const response = await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/${path}`, withNull);
      expect(response).toMatchObject({ status: 200 });
      expect(response.body.steps?.length).toBeGreaterThan(0);
      expect(JSON.stringify(response.body.steps)).not.toMatch(/:null|\{\}/);
    },
  );

  it('a return with null for its answers counts as one without qualification', async () => {
    const validBody = COMMANDS.find(({ path }) => path === 'return')!.body;
    const another = await assignedHandoff();
    const { status, body } = await handoffs.call(another.owner, 'POST', `/handoffs/${another.handoffId}/return`, {
      ...validBody,
      answers: null,
      text: null,
    });
    expect({ status, steps: body.steps }).toMatchObject({
      status: 200,
      steps: expect.arrayContaining([
        expect.objectContaining({
          step: expect.objectContaining({ type: 'returned', qualification: 'none' }) as unknown,
        }),
      ]) as unknown,
    });
  });

  it('a person may not call a touch automatic', async () => {
    const { version } = await handoffOf(handoffId);
    const { body } = COMMANDS.find(({ path }) => path === 'touches')!;
    const refused = await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, { ...body, automatic: true });
    expect(refused).toMatchObject({ status: 422, body: { type: 'urn:baton:problem:not-automatic' } });
    expect((await handoffOf(handoffId))['version']).toBe(version);
  });

  it('invalid moments and texts are rejected', async () => {
    for (const decidedAt of ['20260101T101010Z', '2026-02-31T10:00:00Z', '2026-02-01', '2026-02-01T10:00:00']) {
      const response = await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/outcome`, {
        outcome: 'won',
        decidedAt,
      });
      expect(response).toMatchObject({ status: 400, body: { errors: [{ field: 'decidedAt' }] } });
    }
    expect(await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/notes`, { text: 'Half\0' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'text' }] },
    });
  });

  it('the command gateway rejects an invalid command that no controller has validated', async () => {
    const { version } = await handoffOf(handoffId);
    const caller: Caller = { id: 'adam', kind: 'person', roles: ['admin'] };
    const invalid = { type: 'opt-out', evidence: {} } as unknown as HandoffCommand;
    const sent = handoffs
      .api!.get(CommandGateway)
      .send({ handoffId, caller, command: invalid, idempotencyKey: 'invalid' });
    await expect(sent).rejects.toMatchObject({ status: 422, errors: [{ field: 'evidence.kind' }] });
    expect((await handoffOf(handoffId))['version']).toBe(version);
  });
});
