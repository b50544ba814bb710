import { leadCaptured } from '@baton/contracts';
import { contactMethods } from '@baton/domain';
import fc from 'fast-check';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { digest, advisoryLockKey } from './digest.ts';
import { leadKeys } from './lead-keys.ts';
import { resolveSubmissions } from './resolve-submissions.ts';
import type { StoredState } from './resolve-submissions.ts';
import type { Submission } from './submission.ts';

const emptyState = (): StoredState => ({ previousResults: new Map(), leadIds: new Map(), leads: new Map() });

let count = 0;
function submission(
  person: NormalisedLead['person'],
  changes: Partial<Submission> = {},
  externalId?: string,
): Submission {
  count += 1;
  const reachableBy = contactMethods.filter((method) => person[method] !== undefined);
  const lead: NormalisedLead = {
    person,
    profile: { source: 'website', reachableBy, flags: [], consent: null },
    signal: 'request',
    remarks: [],
    ...(externalId !== undefined && { externalId }),
  };
  return {
    entryPoint: 'http',
    createdBy: 'form',
    receivedAt: new Date(Date.UTC(2026, 2, 2, 9, 0, count % 60)),
    signalId: digest('signal', String(count)),
    newLeadId: digest('lead', String(count)),
    lead,
    keys: leadKeys(lead),
    ...changes,
  };
}

const [phone, email] = ['+79123456789', 'ann@acme.com'];

describe('resolveSubmissions', () => {
  it('submissions that share a phone or an e-mail address become one lead', () => {
    const batch = [submission({ phone }), submission({ phone, email }), submission({ email: 'Ann@acme.com' })];
    const { results, changes } = resolveSubmissions(batch, emptyState());
    expect(changes.leads.size).toBe(1);
    expect(changes.keys.map(({ kind }) => kind)).toEqual(['phone', 'email']);
    expect(results.map((result) => 'captured' in result && result.captured.isNew)).toEqual([true, false, false]);
  });

  it('a submission that matches two known leads becomes a signal of the lead with its phone, and the leads stay separate', () => {
    const known = emptyState();
    resolveSubmissions([submission({ phone }), submission({ email })], known);
    const { results, changes } = resolveSubmissions([submission({ phone, email })], known);
    expect(changes.keys).toEqual([]);
    expect(results).toMatchObject([{ captured: { leadId: known.leadIds.get(digest('phone', phone)), isNew: false } }]);
  });

  it('a repeated submission gets the first result, and the same identity with another body is a conflict', () => {
    const identity = { digest: digest('key'), bodyDigest: digest('body') };
    const other = { ...identity, bodyDigest: digest('other') };
    const [first, again, wrong] = [identity, identity, other].map((each) => submission({ phone }, { identity: each }));
    const { results, changes } = resolveSubmissions([first!, again!, wrong!], emptyState());
    expect(results.map(({ kind }) => kind)).toEqual(['captured', 'duplicate', 'conflict']);
    expect(changes.messages).toHaveLength(1);
  });

  it('a lead keeps the channel of its first signal and takes everything else from the last one', () => {
    const first = submission({ phone, name: 'Ann' });
    first.lead.profile = { ...first.lead.profile, channel: 'seo', industry: 'retail', flags: ['bot'], consent: true };
    const second = submission({ phone, name: 'Ann Lee', email });
    second.lead.profile = { ...second.lead.profile, channel: 'ads', industry: 'bakery', flags: ['freemail'] };
    const { changes } = resolveSubmissions([first, second], emptyState());
    const [lead] = changes.leads.values();
    expect(lead?.person).toEqual({ phone, name: 'Ann Lee', email });
    expect(lead?.snapshot).toMatchObject({
      channel: 'seo',
      industry: 'bakery',
      reachableBy: ['phone', 'email'],
      // The second submission looks human, so the bot flag goes.
      flags: ['freemail'],
      consent: true,
      signals: [{ channel: 'seo' }, { channel: 'ads' }],
    });
  });

  it('a signal that was received earlier does not overwrite later data, even when it is captured last', () => {
    const at = (day: number) => ({ receivedAt: new Date(Date.UTC(2026, 2, day, 9)) });
    const [newPhone, oldPhone] = ['+79120000002', '+79120000001'];
    const first = submission({ email, name: 'Ann' }, at(1));
    const wednesday = submission({ phone: newPhone, email, name: 'Ann Lee' }, at(4));
    wednesday.lead.profile = { ...wednesday.lead.profile, industry: 'bakery', consent: false };
    // Received on Monday, then corrected and replayed from quarantine on Thursday.
    const monday = submission({ phone: oldPhone, email, name: 'Anna', companyName: 'Acme' }, at(2));
    monday.lead.profile = { ...monday.lead.profile, industry: 'retail', role: 'owner', consent: true };
    const { changes } = resolveSubmissions([first, wednesday, monday], emptyState());
    const [lead] = changes.leads.values();
    expect(lead?.person).toEqual({ phone: newPhone, email, name: 'Ann Lee', companyName: 'Acme' });
    expect(lead?.snapshot).toMatchObject({ industry: 'bakery', role: 'owner', consent: false });
    expect(lead?.snapshot.signals.map(({ receivedAt }) => receivedAt.slice(8, 10))).toEqual(['01', '04', '02']);
  });

  it('a lead keeps the consent of an earlier signal when later signals do not mention consent', () => {
    const [later, earlier] = [submission({ phone }), submission({ phone }, { receivedAt: new Date(0) })];
    earlier.lead.profile = { ...earlier.lead.profile, consent: true };
    const [lead] = resolveSubmissions([later, earlier], emptyState()).changes.leads.values();
    expect(lead?.snapshot.consent).toBe(true);
  });

  it('imported rows with the same phone become separate leads, and a repeated row is a duplicate', () => {
    const importedHistory = { day: '2017-06-14' };
    const rows = ['row-0', 'row-1'].map((id) => submission({ phone }, { importedHistory }, id));
    const known = emptyState();
    expect(resolveSubmissions(rows, known).changes.leads.size).toBe(2);
    const again = submission({ phone }, { importedHistory }, 'row-1');
    expect(resolveSubmissions([again], known)).toMatchObject({
      results: [{ kind: 'duplicate' }],
      changes: { messages: [] },
    });
  });

  it('a batch split in two gives the same leads as the whole batch, and every event matches its contract', () => {
    const anyPerson = fc.record(
      { phone: fc.constantFrom('+71', '+72'), email: fc.constantFrom('a@x.de', 'b@x.de') },
      { requiredKeys: ['phone'] },
    );
    fc.assert(
      fc.property(fc.array(anyPerson, { minLength: 1, maxLength: 12 }), fc.nat(12), (persons, splitAt) => {
        const batch = persons.map((person) => submission(person));
        const whole = resolveSubmissions(batch, emptyState()).results;
        const known = emptyState();
        const parts = [batch.slice(0, splitAt), batch.slice(splitAt)].map((part) => resolveSubmissions(part, known));
        expect(parts.flatMap(({ results }) => results)).toEqual(whole);
        for (const { event } of parts.flatMap(({ changes }) => changes.messages)) {
          expect(leadCaptured.data.safeParse(event.data).success).toBe(true);
        }
      }),
    );
  });
});

describe('advisoryLockKey', () => {
  it('every key is an integer that JavaScript and PostgreSQL represent exactly', () => {
    fc.assert(fc.property(fc.string(), (text) => Number.isSafeInteger(advisoryLockKey(digest(text)))));
  });
});
