import { commandRequested } from './handoff-command.ts';
import { inboundLead } from './inbound-lead.ts';
import { lostReason } from './lead-outcome.ts';

const problemsOf = (read: { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined }) =>
  read.error?.issues.map(({ path, message }) => ({ field: path.join('.'), message }));

describe('phone numbers and e-mail addresses', () => {
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
    'the reference %s is rejected with a hint',
    (reference) => {
      expect(problemsOf(commandRequested.data.safeParse(touched(reference)))).toEqual([
        { field: 'command.evidence.reference', message: expect.stringMatching(/^give the id or the link of the call/) },
      ]);
    },
  );

  it('an id or a link is accepted as a reference, no matter how many digits it has', () => {
    for (const reference of ['call-20261122-0001', 'https://zoom.us/j/89612345678', '1732284000.12345'])
      expect(problemsOf(commandRequested.data.safeParse(touched(reference)))).toBeUndefined();
  });

  it.each(['source', 'channel', 'campaign', 'role', 'region'])(
    'the %s of a lead must not contain a phone number or an e-mail address',
    (field) => {
      const lead = { name: 'Ann', source: 'website', email: 'ann@acme.com' };
      for (const value of ['+7 999 123-45-67', 'tel:112', 'ann@acme.com', '8 (999) 123-45-67'])
        expect(problemsOf(inboundLead.data.safeParse({ ...lead, [field]: value }))).toEqual([
          { field, message: expect.stringMatching(/^must not contain a phone number or an e-mail/) },
        ]);
      expect(inboundLead.data.safeParse({ ...lead, [field]: 'cid 20123456789' }).success).toBe(true);
    },
  );

  it.each(['ask 4155552671', 'call 123 45 67', 'wa.me/ann', 'ann@acme.com'])(
    'the reason "%s" of a lost deal is rejected',
    (reason) => {
      expect(lostReason.safeParse(reason).success).toBe(false);
    },
  );

  it.each(['no budget before 2027', 'waits for a tender until 2027-03-01'])(
    'the reason "%s" of a lost deal is accepted',
    (reason) => {
      expect(lostReason.safeParse(reason).success).toBe(true);
    },
  );
});
