import { commandRequested } from './handoff-command.ts';
import { inboundLead } from './inbound-lead.ts';
import { lostReason } from './lead-outcome.ts';

/** What is wrong, where. */
const problemsOf = (read: { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined }) =>
  read.error?.issues.map(({ path, message }) => ({ field: path.join('.'), message }));

describe('What goes into events takes no phone and no e-mail along', () => {
  const touched = (reference: string) => ({
    handoffId: 'handoff-1',
    personId: 'anna',
    command: {
      type: 'touch',
      channel: 'messenger',
      direction: 'outbound',
      outcome: 'sent',
      evidence: { kind: 'message-id', reference },
    },
  });

  it.each(['https://wa.me/79991234567', 'tel:+79991234567', '89991234567', 'mailto:a%40b.com', '+7'])(
    'as the reference %s, and says what to write instead',
    (reference) => {
      expect(problemsOf(commandRequested.data.safeParse(touched(reference)))).toEqual([
        { field: 'command.evidence.reference', message: expect.stringMatching(/^give the id or the link of the call/) },
      ]);
    },
  );

  it('while an id or a link is taken, however many digits it has', () => {
    for (const reference of ['call-20261122-0001', 'https://zoom.us/j/89612345678', '1732284000.12345'])
      expect(problemsOf(commandRequested.data.safeParse(touched(reference)))).toBeUndefined();
  });

  it.each(['source', 'channel', 'campaign', 'role', 'region'])('as the %s of a lead', (field) => {
    const lead = { name: 'Ann', source: 'website', email: 'ann@acme.com' };
    for (const value of ['+7 999 123-45-67', 'tel:112', 'ann@acme.com', '8 (999) 123-45-67'])
      expect(problemsOf(inboundLead.data.safeParse({ ...lead, [field]: value }))).toEqual([
        { field, message: expect.stringMatching(/^must name no phone number .* and no e-mail/) },
      ]);
    expect(inboundLead.data.safeParse({ ...lead, [field]: 'cid 20123456789' }).success).toBe(true);
  });

  it.each(['ask 4155552671', 'call 123 45 67', 'wa.me/ann', 'ann@acme.com'])(
    'as the reason of a loss: %s',
    (reason) => {
      expect(lostReason.safeParse(reason).success).toBe(false);
      expect(lostReason.safeParse('no budget before 2027').success).toBe(true);
    },
  );
});
