import { leadCaptured } from '@baton/contracts';
import fc from 'fast-check';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { digest, advisoryLockKey } from './digest.ts';
import { leadKeys } from './lead-keys.ts';
import { resolveSubmissions } from './resolve-submissions.ts';
import type { StoredState } from './resolve-submissions.ts';
import type { Submission } from './submission.ts';

const nothingKnown = (): StoredState => ({ previousResults: new Map(), leadIds: new Map(), leads: new Map() });

let count = 0;
function submission(
  person: NormalisedLead['person'],
  changes: Partial<Submission> = {},
  externalId?: string,
): Submission {
  count += 1;
  const reachableBy = (['phone', 'email'] as const).filter((way) => person[way] !== undefined);
  const lead: NormalisedLead = {
    person,
    profile: { source: 'website', reachableBy, flags: [], consent: null },
    signal: 'request',
    ...(externalId === undefined ? {} : { externalId }),
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

describe('A batch of submissions', () => {
  it('makes one lead of all that share a phone or an e-mail', () => {
    const batch = [submission({ phone }), submission({ phone, email }), submission({ email: 'Ann@acme.com' })];
    const { results, changes } = resolveSubmissions(batch, nothingKnown());
    expect(changes.leads.size).toBe(1);
    expect(changes.keys.map(({ kind }) => kind)).toEqual(['phone', 'email']);
    expect(results.map((result) => 'captured' in result && result.captured.isNew)).toEqual([true, false, false]);
  });

  it('leaves two known leads apart that share a newcomer, who goes to the one with the phone', () => {
    const known = nothingKnown();
    resolveSubmissions([submission({ phone }), submission({ email })], known);
    const { results, changes } = resolveSubmissions([submission({ phone, email })], known);
    expect(changes.keys).toEqual([]);
    expect(results).toMatchObject([{ captured: { leadId: known.leadIds.get(digest('phone', phone)), isNew: false } }]);
  });

  it('answers a repetition as before, and refuses the same identity with other content', () => {
    const identity = { digest: digest('key'), bodyDigest: digest('body') };
    const other = { ...identity, bodyDigest: digest('other') };
    const [first, again, wrong] = [identity, identity, other].map((each) => submission({ phone }, { identity: each }));
    const { results, changes } = resolveSubmissions([first!, again!, wrong!], nothingKnown());
    expect(results.map(({ kind }) => kind)).toEqual(['captured', 'duplicate', 'conflict']);
    expect(changes.messages).toHaveLength(1);
  });

  it('keeps what brought the lead first, and of the rest what was said last', () => {
    const first = submission({ phone, name: 'Ann' });
    first.lead.profile = { ...first.lead.profile, channel: 'seo', industry: 'retail', flags: ['bot'], consent: true };
    const second = submission({ phone, name: 'Ann Lee', email });
    second.lead.profile = { ...second.lead.profile, channel: 'ads', industry: 'bakery', flags: ['freemail'] };
    const { changes } = resolveSubmissions([first, second], nothingKnown());
    const [lead] = changes.leads.values();
    expect(lead?.person).toEqual({ phone, name: 'Ann Lee', email });
    expect(lead?.snapshot).toMatchObject({
      channel: 'seo',
      industry: 'bakery',
      reachableBy: ['phone', 'email'],
      // A human came after all.
      flags: ['freemail'],
      consent: true,
      signals: [{ channel: 'seo' }, { channel: 'ads' }],
    });
  });

  it('lets what was received later stand, whenever the earlier comes', () => {
    const at = (day: number) => ({ receivedAt: new Date(Date.UTC(2026, 2, day, 9)) });
    const [newPhone, oldPhone] = ['+79120000002', '+79120000001'];
    const first = submission({ email, name: 'Ann' }, at(1));
    const wednesday = submission({ phone: newPhone, email, name: 'Ann Lee' }, at(4));
    wednesday.lead.profile = { ...wednesday.lead.profile, industry: 'bakery', consent: false };
    // Received on Monday, mended and replayed on Thursday.
    const monday = submission({ phone: oldPhone, email, name: 'Anna', companyName: 'Acme' }, at(2));
    monday.lead.profile = { ...monday.lead.profile, industry: 'retail', role: 'owner', consent: true };
    const { changes } = resolveSubmissions([first, wednesday, monday], nothingKnown());
    const [lead] = changes.leads.values();
    expect(lead?.person).toEqual({ phone: newPhone, email, name: 'Ann Lee', companyName: 'Acme' });
    expect(lead?.snapshot).toMatchObject({ industry: 'bakery', role: 'owner', consent: false });
    expect(lead?.snapshot.signals.map(({ receivedAt }) => receivedAt.slice(8, 10))).toEqual(['01', '04', '02']);
  });

  it('takes the consent of an earlier signal where no later one says anything of it', () => {
    const [later, earlier] = [submission({ phone }), submission({ phone }, { receivedAt: new Date(0) })];
    earlier.lead.profile = { ...earlier.lead.profile, consent: true };
    const [lead] = resolveSubmissions([later, earlier], nothingKnown()).changes.leads.values();
    expect(lead?.snapshot.consent).toBe(true);
  });

  it('of the past leaves each row a lead of its own', () => {
    const importedHistory = { day: '2017-06-14' };
    const rows = ['row-0', 'row-1'].map((id) => submission({ phone }, { importedHistory }, id));
    const known = nothingKnown();
    expect(resolveSubmissions(rows, known).changes.leads.size).toBe(2);
    const again = submission({ phone }, { importedHistory }, 'row-1');
    expect(resolveSubmissions([again], known)).toMatchObject({
      results: [{ kind: 'duplicate' }],
      changes: { messages: [] },
    });
  });

  it('however it is cut gives the same leads, and events that fit their contract', () => {
    const someone = fc.record(
      { phone: fc.constantFrom('+71', '+72'), email: fc.constantFrom('a@x.de', 'b@x.de') },
      { requiredKeys: ['phone'] },
    );
    fc.assert(
      fc.property(fc.array(someone, { minLength: 1, maxLength: 12 }), fc.nat(12), (persons, cut) => {
        const batch = persons.map((person) => submission(person));
        const whole = resolveSubmissions(batch, nothingKnown()).results;
        const known = nothingKnown();
        const parts = [batch.slice(0, cut), batch.slice(cut)].map((part) => resolveSubmissions(part, known));
        expect(parts.flatMap(({ results }) => results)).toEqual(whole);
        for (const { event } of parts.flatMap(({ changes }) => changes.messages)) {
          expect(leadCaptured.data.safeParse(event.data).success).toBe(true);
        }
      }),
    );
  });
});

describe('lockNumber', () => {
  it('A lock number is one that JavaScript and PostgreSQL hold exactly', () => {
    fc.assert(fc.property(fc.string(), (text) => Number.isSafeInteger(advisoryLockKey(digest(text)))));
  });
});
