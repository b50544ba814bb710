import { topics } from '@baton/contracts';
import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { inboundMessage } from './simulation/signal-sender.ts';
import { reachedCall, WholeSystem, yesAnswers } from './spec/whole-system.ts';

const leadBody = {
  name: 'Vera Example',
  company: { name: 'Example Dental', industry: 'healthcare', employees: 40 },
  role: 'owner',
  country: 'DE',
  signal: 'request',
};

describe('one lead from its entry point to the report', () => {
  const system = new WholeSystem();

  const leadStatus = async (leadId: string): Promise<string> => (await system.lead(leadId)).leadStatus.status;

  const until = (what: string, condition: () => Promise<unknown>): Promise<unknown> =>
    waitUntil(async () => (await condition()) === true, { what, withinMilliseconds: 60_000, everyMilliseconds: 250 });

  /** A source and an address for one attempt of one test, so that no earlier attempt interferes. */
  const uniqueLead = (name: string): { source: string; email: string } => {
    const unique = randomUUID();
    return { source: `journey-${name}-${unique}`, email: `vera.${unique}@example.com` };
  };

  const recorded = async (leadId: string): Promise<{ step: { type: string } }[]> =>
    (await system.handoff(`handoff-${leadId}-1`)).record;
  const reported = async (leadId: string): Promise<{ step: { type: string } }[]> =>
    (await system.client.read('reporting', `/handoffs/handoff-${leadId}-1/record`, 'olga')).steps;

  /** Accepts, calls and qualifies the lead, and reports it as won. Reports filtered by `source` contain only this lead. */
  async function sell(leadId: string, source: string): Promise<void> {
    const { handoffId, owner } = await system.waitForOwner(leadId);
    await until('intake shows that the lead is with sales', async () => (await leadStatus(leadId)) === 'handoff');
    await system.command(owner, handoffId, 'accept');
    await system.command(owner, handoffId, 'touches', reachedCall);
    await system.command(owner, handoffId, 'qualify', yesAnswers('need', 'decision-maker', 'budget'));
    await system.command('kirill', handoffId, 'outcome', { outcome: 'won', amount: 35_000, currency: 'RUB' });
    await until('intake shows that the handoff has ended', async () => (await leadStatus(leadId)) === 'ended');
    await until('the report counts it as won', async () => {
      const { total } = await system.report('channels', `source=${source}`);
      return total.leads === 1 && total.mql === 1 && total.won === 1 && total.amounts[0]?.amount === 35_000;
    });
    // Reporting receives the outcome directly. The record and its copy in reporting may follow later.
    await until('the outcome is in the record', async () =>
      (await recorded(leadId)).some(({ step }) => step.type === 'outcome-recorded'),
    );
    await until('reporting has the whole record', async () => {
      const [known, record] = [await reported(leadId), await recorded(leadId)];
      return known.length === record.length;
    });
  }

  async function expectReported(leadId: string, source: string): Promise<void> {
    const { client } = system;
    const conversion = await system.report('passed-conversion', `source=${source}`);
    expect(conversion.total).toMatchObject({ mql: 1, transferred: 1, sql: 1, won: 1, conversionToWon: 1 });
    const promises = await system.report('promises', `source=${source}`);
    expect(promises.total).toMatchObject({ broken: 0, running: 0 });

    const csv = await client.call('reporting', `/reports/channels?source=${source}&format=csv`, { as: 'olga' });
    expect(csv.contentType).toContain('text/csv');
    const [header = '', row = ''] = csv.text.split('\r\n');
    const cells = Object.fromEntries(header.split(',').map((name, index) => [name, row.split(',')[index]]));
    expect(cells).toMatchObject({ leads: '1', mql: '1', transferred: '1', sql: '1', won: '1' });

    const record = await recorded(leadId);
    expect((await reported(leadId)).map(({ step }) => step)).toEqual(record.map(({ step }) => step));
    expect(record.map(({ step }) => step.type)).toEqual(
      expect.arrayContaining([
        'started',
        'transferred',
        'assigned',
        'accepted',
        'touched',
        'qualified',
        'ended',
        'outcome-recorded',
      ]),
    );
  }

  it('a lead sent over HTTP appears in the reports, as JSON and as CSV', async () => {
    const { source, email } = uniqueLead('http');
    const leadId = await system.submitLead({ ...leadBody, source, email, channel: 'referral' });

    expect(await system.lead(leadId)).toMatchObject({
      person: { name: 'Vera Example', email },
      attributes: { source, channel: 'referral', segment: 'small' },
    });
    await sell(leadId, source);
    expect((await system.lead(leadId)).leadStatus).toMatchObject({ status: 'ended', verdict: 'mql', ending: 'sql' });
    await expectReported(leadId, source);
  });

  it.each(['kafka-binary', 'kafka-structured', 'kafka-bare'] as const)(
    'a lead sent over Kafka appears in the reports: %s',
    async (form) => {
      const { source, email } = uniqueLead(form);
      const { headers, value } = inboundMessage(form, { ...leadBody, source, email, channel: 'partner' });
      await system.publish(topics.inboundLeads.name, {
        ...(headers && { headers: headers as Record<string, string> }),
        value: String(value),
      });

      const leadId = await system.waitForLead(email, source);
      await sell(leadId, source);
      await expectReported(leadId, source);
    },
  );

  it('a nurtured lead is judged again when it asks to be called', async () => {
    const reader = { name: 'Reader Example', ...uniqueLead('nurtured') };
    const leadId = await system.submitLead({ ...reader, signal: 'content' });
    await until('the lead is nurtured', async () => (await leadStatus(leadId)) === 'nurtured');
    expect(await system.submitLead({ ...reader, signal: 'request' })).toBe(leadId);
    const { handoffId } = await system.waitForOwner(leadId);
    expect((await system.handoff(handoffId)).record[0].step.askedCriteria).toContain('icp-industry');
  });
});
