import { waitUntil } from '@baton/testing';
import { HandoffFixture } from '../spec/handoff-fixture.ts';

describe('what comes with a command', () => {
  let handoffs: HandoffFixture;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });
  afterAll(() => handoffs?.stop());

  const callRecord = { kind: 'call-record', reference: 'call-1' };
  const aCall = { channel: 'call', outcome: 'no-answer', evidence: callRecord };
  const one = async (handoffId: string) => (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const begun = async () => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const owner = await waitUntil(async () => (await one(handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    const say = (person: string, command: string, body: object, headers = {}) =>
      handoffs.call(person, 'POST', `/handoffs/${handoffId}/${command}`, body, headers);
    return { handoffId, owner, stranger: owner === 'anna' ? 'boris' : 'anna', say };
  };
  const kept = (words: string): boolean => [...handoffs.texts.values()].some((text) => text.includes(words));

  it('is no empty Idempotency-Key, under which all touches would be one', async () => {
    const { handoffId, owner, say } = await begun();
    expect(await say(owner, 'touches', aCall, { 'idempotency-key': '' })).toMatchObject({
      status: 400,
      body: { type: 'urn:baton:problem:invalid-idempotency-key' },
    });
    const record = (await one(handoffId))['record'] as { step: { type: string } }[];
    expect(record.map(({ step }) => step.type)).not.toContain('touched');
  });

  it('is not kept, when it is the words of a command that is refused', async () => {
    const { owner, stranger, say } = await begun();
    const note = await say(stranger, 'notes', { text: 'Was mine until noon' });
    const touch = await say(stranger, 'touches', { ...aCall, text: 'I called her anyway' });
    expect([note.status, touch.status]).toEqual([403, 403]);
    expect(kept('Was mine until noon') || kept('I called her anyway')).toBe(false);
    expect((await say(owner, 'notes', { text: 'Is mine since noon' })).status).toBe(200);
    expect(kept('Is mine since noon')).toBe(true);
  });

  it('is kept, or refused where no command carries words', async () => {
    const { owner, say } = await begun();
    const claimed = { evidence: { kind: 'note' } };
    for (const [person, command, body] of [
      [owner, 'opt-out', { ...claimed, text: 'Never again' }],
      ['adam', 'lead-replied', { ...claimed, channel: 'call', text: 'Calls back' }],
    ] as const)
      expect(await say(person, command, body)).toMatchObject({ status: 400, body: { errors: [{ field: 'text' }] } });

    const nextStepAt = new Date(Date.now() + 3_600_000).toISOString();
    await say(owner, 'touches', { ...aCall, outcome: 'reached' });
    expect((await say(owner, 'next-step', { nextStepAt, evidence: callRecord, text: 'After lunch' })).status).toBe(200);
    expect(kept('After lunch')).toBe(true);
  });
});
