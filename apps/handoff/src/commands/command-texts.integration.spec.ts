import { waitUntil } from '@baton/testing';
import { HandoffFixture } from '../spec/handoff-fixture.ts';

describe('Command texts and keys', () => {
  let handoffs: HandoffFixture;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });
  afterAll(() => handoffs?.stop());

  const callRecord = { kind: 'call-record', reference: 'call-1' };
  const aCall = { channel: 'call', outcome: 'no-answer', evidence: callRecord };
  const handoffOf = async (handoffId: string) => (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const assignedHandoff = async () => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const owner = await waitUntil(async () => (await handoffOf(handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    const post = (person: string, command: string, body: object, headers = {}) =>
      handoffs.call(person, 'POST', `/handoffs/${handoffId}/${command}`, body, headers);
    return { handoffId, owner, stranger: owner === 'anna' ? 'boris' : 'anna', post };
  };
  const isStored = (words: string): boolean => [...handoffs.texts.values()].some((text) => text.includes(words));

  it('an empty Idempotency-Key is rejected, because all touches would share it', async () => {
    const { handoffId, owner, post } = await assignedHandoff();
    expect(await post(owner, 'touches', aCall, { 'idempotency-key': '' })).toMatchObject({
      status: 400,
      body: { type: 'urn:baton:problem:invalid-idempotency-key' },
    });
    const record = (await handoffOf(handoffId))['record'] as { step: { type: string } }[];
    expect(record.map(({ step }) => step.type)).not.toContain('touched');
  });

  it('the text of a refused command is not stored', async () => {
    const { owner, stranger, post } = await assignedHandoff();
    const note = await post(stranger, 'notes', { text: 'Was mine until noon' });
    const touch = await post(stranger, 'touches', { ...aCall, text: 'I called her anyway' });
    expect([note.status, touch.status]).toEqual([404, 404]);
    expect(isStored('Was mine until noon') || isStored('I called her anyway')).toBe(false);
    expect((await post(owner, 'notes', { text: 'Is mine since noon' })).status).toBe(200);
    expect(isStored('Is mine since noon')).toBe(true);
  });

  it('the corrected contact goes to intake, with the touch or alone, and into no step', async () => {
    const { handoffId, owner, stranger, post } = await assignedHandoff();
    const wrong = { ...aCall, outcome: 'wrong-number', correctedContact: '+7 912 000-00-07' };
    expect((await post(stranger, 'touches', wrong)).status).toBe(404);
    expect(isStored('000-00-07')).toBe(false);
    expect(await post(owner, 'touches', { ...wrong, outcome: 'no-answer' })).toMatchObject({
      status: 422,
      body: { type: 'urn:baton:problem:not-a-touch' },
    });
    expect(isStored('000-00-07')).toBe(false);

    const touched = await post(owner, 'touches', wrong, { 'idempotency-key': 'wrong-1' });
    expect(touched.status).toBe(200);
    const steps = touched.body.steps?.map(({ step }) => step) ?? [];
    expect(steps.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['touched', 'contact-corrected', 'touch-voided']),
    );
    // Only intake stores the number. The record has its time zones, which decide when the lead may be called.
    expect(steps).toContainEqual({ type: 'contact-corrected', contactMethod: 'phone', zones: ['Asia/Vladivostok'] });
    expect(handoffs.texts.get('phone')).toBe('{"value":"+7 912 000-00-07"}');
    const other = { ...wrong, correctedContact: '+7 912 000-00-08' };
    expect((await post(owner, 'touches', other, { 'idempotency-key': 'wrong-1' })).status).toBe(422);

    expect((await post(owner, 'correct-contact', { contactMethod: 'email', value: 'ann@example.com' })).status).toBe(
      200,
    );
    expect(handoffs.texts.get('email')).toBe('{"value":"ann@example.com"}');
    expect(JSON.stringify(await handoffOf(handoffId))).not.toMatch(/000-00|ann@example/);
  });

  it('a text is stored with a command that accepts one, and rejected with others', async () => {
    const { owner, post } = await assignedHandoff();
    const claimed = { evidence: { kind: 'note' } };
    for (const [person, command, body] of [
      [owner, 'opt-out', { ...claimed, text: 'Never again' }],
      ['adam', 'lead-replied', { ...claimed, channel: 'call', text: 'Calls back' }],
    ] as const)
      expect(await post(person, command, body)).toMatchObject({ status: 400, body: { errors: [{ field: 'text' }] } });

    const nextStepAt = new Date(Date.now() + 3_600_000).toISOString();
    await post(owner, 'touches', { ...aCall, outcome: 'reached' });
    expect((await post(owner, 'next-step', { nextStepAt, evidence: callRecord, text: 'After lunch' })).status).toBe(
      200,
    );
    expect(isStored('After lunch')).toBe(true);
  });
});
