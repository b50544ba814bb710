import { topics } from '@baton/contracts';
import { requiredEnvironment, waitUntil } from '@baton/testing';
import { RECORD_UNAVAILABLE } from '@baton/workflows';
import { jest } from '@jest/globals';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { StoredDataSearch } from './spec/stored-data-search.ts';
import { reachedCall, runId, WholeSystem } from './spec/whole-system.ts';

/** Texts that occur nowhere else in the system. */
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
// A retry could hide data that the first attempt found.
jest.retryTimes(0);

describe('the erasure of a person', () => {
  const system = new WholeSystem();
  const storedData = new StoredDataSearch(system.kafka, {
    postgres: requiredEnvironment('TEST_POSTGRES_URL'),
    temporal: requiredEnvironment('TEST_TEMPORAL_ADDRESS'),
    temporalStore: join(dirname(requiredEnvironment('TEST_STATE_FILE')), 'temporal'),
    logs: requiredEnvironment('TEST_LOG_DIRECTORY'),
  });
  const source = `journey-erasure-${runId}`;
  const lead = { name, email, phone, source, channel: 'referral', signal: 'request', message };

  /** Leaves personal data wherever it can be entered: valid and refused leads, a touch, a note, returns, and a failed commit. */
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
    await whileTheRecordIsUnavailable(handoffId, () =>
      system.command(owner, handoffId, 'touches', { ...reachedCall, text: touchText }),
    );
    await system.command(owner, handoffId, 'notes', { text: note });
    // Two simultaneous returns: both pass the check of the controller, and the workflow refuses the second.
    const proof = { kind: 'call-record', reference: 'call-2' };
    const returnLead = (text: string) =>
      system.client.call('handoff', `/handoffs/${handoffId}/return`, {
        as: owner,
        method: 'POST',
        body: { reason: 'no-need', proof, text },
      });
    const responses = await Promise.all([returnLead(returnText), returnLead(refusedText)]);
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 409]);
    await system.command('marina', handoffId, 'return/accept', { disposition: 'nurtured' });
    await waitUntil(async () => (await system.lead(leadId)).leadStatus.status === 'ended', {
      what: 'the handoff has ended',
    });
    return leadId;
  }

  /** Locks the row of the handoff, so that the commit fails in the workflow and is retried after the lock is released. */
  async function whileTheRecordIsUnavailable(handoffId: string, work: () => Promise<unknown>): Promise<void> {
    const holder = new pg.Client({ connectionString: requiredEnvironment('TEST_POSTGRES_URL') });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM handoff.handoff WHERE handoff_id = $1 FOR UPDATE', [handoffId]);
      const working = work();
      await waitUntil(async () => (await storedData.historyOf(handoffId)).includes(RECORD_UNAVAILABLE), {
        what: 'the commit has failed',
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

  it('one call removes a person from all tables, topics, workflow histories, the store of Temporal and the logs', async () => {
    const leadId = await leaveTraces();
    // Proves that the search works: it finds data that is not personal in these locations, including the failed commit.
    const known = await storedData.find([source, RECORD_UNAVAILABLE]);
    for (const location of [
      'topic baton.handoffs.v1',
      `history of handoff-${leadId}-1`,
      'bytes of Temporal temporal.db',
    ])
      expect(known.some((each) => each.startsWith(location) && each.endsWith(source))).toBe(true);
    expect(known).toContain(`history of handoff-${leadId}-1: ${RECORD_UNAVAILABLE}`);

    const locations = await storedData.find(personalData);
    // Before the erasure, personal data is in intake only.
    for (const datum of personalData) expect(locations.some((location) => location.endsWith(`: ${datum}`))).toBe(true);
    expect(locations.filter((location) => !location.startsWith('table intake.'))).toEqual([]);

    const erasure = await system.client.call('intake', `/leads/${leadId}/person`, { as: 'marina', method: 'DELETE' });
    expect(erasure.status).toBe(200);
    expect(await storedData.find(personalData)).toEqual([]);

    const afterwards = await system.lead(leadId);
    expect(afterwards).toMatchObject({ attributes: { source, channel: 'referral' }, texts: [] });
    expect(afterwards.person).toBeUndefined();
    const { total } = await system.report('returns', `source=${source}`);
    expect(total).toMatchObject({ transferred: 1, returned: 1 });
  });

  it('an erased person who returns becomes a new lead', async () => {
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
