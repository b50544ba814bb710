import { topics } from '@baton/contracts';
import { requiredEnvironment, waitUntil } from '@baton/testing';
import { RECORD_UNAVAILABLE } from '@baton/workflows';
import { jest } from '@jest/globals';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { StoredDataSearch } from './spec/stored-data-search.ts';
import { reachedCall, runId, WholeSystem } from './spec/whole-system.ts';

/** Each of these is like nothing else in the system. */
const name = 'Zephyrine Quillfeather';
const email = 'zephyrine.quillfeather@example.com';
const otherEmail = 'z.quillfeather.private@example.com';
const nationalNumber = '2045550177';
const phone = `+1 204 555 0177`;
const company = 'Quillfeather and Daughters';
const message = 'Ring after the bees are fed.';
const touchText = 'Her sister Ottoline took the call.';
const note = 'Collects antique barometers.';
const returnText = 'Says she moved to the lighthouse.';
const refusedText = 'Wants nobody to know of the parrot.';
const personalData = [
  name,
  email,
  otherEmail,
  nationalNumber,
  `+1${nationalNumber}`,
  company,
  message,
  touchText,
  note,
  returnText,
  refusedText,
];
// What is found at the first attempt is kept where it must not be: no second one may hide it.
jest.retryTimes(0);

describe('a person who asks to be forgotten', () => {
  const system = new WholeSystem();
  const everything = new StoredDataSearch(system.kafka, {
    postgres: requiredEnvironment('TEST_POSTGRES_URL'),
    temporal: requiredEnvironment('TEST_TEMPORAL_ADDRESS'),
    temporalStore: join(dirname(requiredEnvironment('TEST_STATE_FILE')), 'temporal'),
    logs: requiredEnvironment('TEST_LOG_DIRECTORY'),
  });
  const source = `journey-erasure-${runId}`;
  const lead = { name, email, phone, source, channel: 'referral', signal: 'request', message };

  /** Everything that can be written about somebody: forms, refused and broken ones too, touches, notes, a return; failures. */
  async function leaveTraces(): Promise<string> {
    const leadId = await system.submitLead({ ...lead, company: { name: company, industry: 'retail' } });
    expect(await system.submitLead({ name, source, phone, email: otherEmail, signal: 'content' })).toBe(leadId);
    const refused = await system.client.call('intake', '/leads', {
      as: 'marina',
      method: 'POST',
      body: { name, email, note },
    });
    expect(refused.status).toBe(422);
    await system.publish(topics.inboundLeads.name, { value: JSON.stringify({ email, message }) });
    await system.publish(topics.inboundLeads.name, { value: `{"phone": "${nationalNumber}", "name": "${name}"` });
    await waitUntil(async () => (await quarantined()) === 2, { what: 'two messages are in quarantine' });

    const { handoffId, owner } = await system.waitForOwner(leadId);
    await whileTheRecordIsAway(handoffId, () =>
      system.command(owner, handoffId, 'touches', { ...reachedCall, text: touchText }),
    );
    await system.command(owner, handoffId, 'notes', { text: note });
    // Two at once: both pass what is known at the door, and the workflow itself refuses the second.
    const proof = { kind: 'call-record', reference: 'call-2' };
    const giveBack = (text: string) =>
      system.client.call('handoff', `/handoffs/${handoffId}/return`, {
        as: owner,
        method: 'POST',
        body: { reason: 'no-need', proof, text },
      });
    const answers = await Promise.all([giveBack(returnText), giveBack(refusedText)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await system.command('marina', handoffId, 'return/accept', { disposition: 'nurtured' });
    await waitUntil(async () => (await system.lead(leadId)).leadStatus.status === 'ended', {
      what: 'the lead is back',
    });
    return leadId;
  }

  /** Somebody holds the handoff's row: its commit fails in the workflow, and is made when they let go. */
  async function whileTheRecordIsAway(handoffId: string, work: () => Promise<unknown>): Promise<void> {
    const holder = new pg.Client({ connectionString: requiredEnvironment('TEST_POSTGRES_URL') });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM handoff.handoff WHERE handoff_id = $1 FOR UPDATE', [handoffId]);
      const working = work();
      await waitUntil(async () => (await everything.historyOf(handoffId)).includes(RECORD_UNAVAILABLE), {
        what: 'the workflow waits for the record',
      });
      await holder.query('COMMIT');
      await working;
    } finally {
      await holder.end();
    }
  }

  const quarantined = async (): Promise<number> => {
    const { items } = await system.client.read('intake', '/quarantine?limit=200', 'marina');
    const bodies = await Promise.all(
      items.map(({ id }: { id: string }) => system.client.read('intake', `/quarantine/${id}`, 'marina')),
    );
    return bodies.filter(({ body }) => body.includes(name) || body.includes(email)).length;
  };

  it('is found nowhere any more, in one call: no table, no topic, no history, no byte of Temporal’s store, no log', async () => {
    const leadId = await leaveTraces();
    // The search itself is proven: it finds what is not personal wherever it is kept, a failure of a commit included.
    const known = await everything.find([source, RECORD_UNAVAILABLE]);
    for (const place of ['topic baton.handoffs.v1', `history of handoff-${leadId}-1`, 'bytes of Temporal temporal.db'])
      expect(known.some((each) => each.startsWith(place) && each.endsWith(source))).toBe(true);
    expect(known).toContain(`history of handoff-${leadId}-1: ${RECORD_UNAVAILABLE}`);

    const kept = await everything.find(personalData);
    // Before, each datum lies in intake, and only there.
    for (const datum of personalData) expect(kept.some((place) => place.endsWith(`: ${datum}`))).toBe(true);
    expect(kept.filter((place) => !place.startsWith('table intake.'))).toEqual([]);

    const erasure = await system.client.call('intake', `/leads/${leadId}/person`, { as: 'marina', method: 'DELETE' });
    expect(erasure.status).toBe(200);
    expect(await everything.find(personalData)).toEqual([]);

    const afterwards = await system.lead(leadId);
    expect(afterwards).toMatchObject({ attributes: { source, channel: 'referral' }, texts: [] });
    expect(afterwards.person).toBeUndefined();
    const { total } = await system.report('returns', `source=${source}`);
    expect(total).toMatchObject({ transferred: 1, returned: 1 });
  });

  it('is a new lead when they come again', async () => {
    const again = { name: 'Somebody Else', source, email: `somebody.${runId}@example.com`, signal: 'content' };
    const first = await system.submitLead(again);
    const { status } = await system.client.call('intake', `/leads/${first}/person`, {
      as: 'marina',
      method: 'DELETE',
    });
    expect(status).toBe(200);
    expect(await system.submitLead(again)).not.toBe(first);
  });
});
