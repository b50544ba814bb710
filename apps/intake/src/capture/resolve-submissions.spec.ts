import { leadCaptured } from '@baton/contracts';
import { contactMethods } from '@baton/domain';
import fc from 'fast-check';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { digest, advisoryLockKey } from './digest.ts';
import { leadKeys } from './lead-keys.ts';
import { resolveSubmissions } from './resolve-submissions.ts';
import type { StoredState } from './resolve-submissions.ts';
import type { Submission } from './submission.ts';

const emptyState = (): StoredState => ({
  previousResults: new Map(),
  deliveries: new Map(),
  leadsByKey: new Map(),
  leads: new Map(),
});

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

  it('a submission that matches two known leads becomes a signal of the lead with its phone, and both are likely duplicates', () => {
    const known = emptyState();
    const [byPhone, byEmail] = [submission({ phone }), submission({ email })];
    resolveSubmissions([byPhone, byEmail], known);
    const { results, changes } = resolveSubmissions([submission({ phone, email })], known);
    expect(results).toMatchObject([{ captured: { leadId: byPhone.newLeadId, isNew: false } }]);
    // The lead now has the e-mail address too, so that an erasure of either lead reaches the other one.
    expect(changes.keys).toMatchObject([{ kind: 'email', leadId: byPhone.newLeadId }]);
    expect(changes.likelyDuplicates).toMatchObject([
      { leadId: byPhone.newLeadId, otherLeadId: byEmail.newLeadId, reason: 'contacts-of-both' },
    ]);
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

  it('a refused consent counts from its signal, later refusals do not renew it, and a later consent lifts it', () => {
    const on = (day: number, consent: boolean | null) => {
      const sent = submission({ email }, { receivedAt: new Date(Date.UTC(2026, 2, day, 9)) });
      sent.lead.profile = { ...sent.lead.profile, consent };
      return sent;
    };
    const refusedAt = (...batch: ReturnType<typeof on>[]) => {
      const [lead] = resolveSubmissions(batch, emptyState()).changes.leads.values();
      return lead?.snapshot.contactRefusedAt?.slice(0, 10);
    };
    expect(refusedAt(on(2, false))).toBe('2026-03-02');
    expect(refusedAt(on(2, null), on(3, false), on(4, null), on(5, false))).toBe('2026-03-03');
    expect(refusedAt(on(2, false), on(3, true))).toBeUndefined();
    expect(refusedAt(on(2, false), on(3, true), on(4, false))).toBe('2026-03-04');
    // An older signal that is captured last changes nothing.
    expect(refusedAt(on(3, true), on(2, false))).toBeUndefined();
    expect(refusedAt(on(3, false), on(2, true))).toBe('2026-03-03');
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

  it.each([
    ['the same extension', `${phone};ext=101`, `${phone};ext=101`, 'Boris', 1, []],
    ['two extensions of a switchboard', `${phone};ext=101`, `${phone};ext=202`, 'Boris', 2, []],
    ['two extensions and one name', `${phone};ext=101`, `${phone};ext=202`, 'Anna', 2, ['same-number-and-name']],
    ['a number with and without an extension', phone, `${phone};ext=101`, 'Boris', 2, []],
    ['the switchboard and an extension, with one name', phone, `${phone};ext=1`, 'Anna', 2, ['same-number-and-name']],
    ['an extension and the switchboard, with one name', `${phone};ext=1`, phone, 'Anna', 2, ['same-number-and-name']],
  ] as const)('two submissions with %s become the right leads (%s and %s, %s)', (...[, a, b, name, leads, reasons]) => {
    const batch = [submission({ phone: a, name: 'Anna' }), submission({ phone: b, name })];
    const { changes } = resolveSubmissions(batch, emptyState());
    expect(changes.leads.size).toBe(leads);
    expect(changes.likelyDuplicates.map(({ reason }) => reason)).toEqual(reasons);
  });

  it.each([
    ['phone', { phone, email: 'anna@acme.com' }, { phone, email: 'boris@acme.com' }],
    ['email', { email: 'info@acme.com', phone: '+79120000001' }, { email: 'info@acme.com', phone: '+79120000002' }],
  ])('a shared %s with another name and another contact is a second lead, and a likely duplicate', (shared, a, b) => {
    const known = emptyState();
    const [anna, boris] = [submission({ ...a, name: 'Anna' }), submission({ ...b, name: 'Boris' })];
    const { changes } = resolveSubmissions([anna, boris], known);
    expect(changes.likelyDuplicates).toMatchObject([
      { leadId: boris.newLeadId, otherLeadId: anna.newLeadId, reason: `shared-${shared}` },
    ]);
    // Each of them keeps their own lead, also with the shared contact alone and in either order.
    const { results } = resolveSubmissions(
      [submission({ ...b, name: 'Boris' }), submission({ ...a, name: 'Anna Lee' })].concat(
        submission({ [shared]: a[shared as 'phone'], name: 'Boris' }),
      ),
      known,
    );
    const leadIds = results.map((result) => 'captured' in result && result.captured.leadId);
    expect(leadIds).toEqual([boris.newLeadId, anna.newLeadId, boris.newLeadId]);
  });

  it('a pain in another case is the same text of the lead, each signal has its own subject, and no event has either', () => {
    const state = emptyState();
    const visit = (subject: string, pain: string): Submission => {
      const signal = submission({ phone });
      return { ...signal, lead: { ...signal.lead, subject, pains: [pain], interests: [pain] } };
    };
    const { changes } = resolveSubmissions([visit('/prices', 'Lost leads'), visit('/docs', 'LOST leads')], state);
    const idsOf = (kind: string) => changes.texts.filter((text) => text.kind === kind).map(({ textId }) => textId);
    expect([new Set(idsOf('pain')).size, new Set(idsOf('interest')).size, new Set(idsOf('subject')).size]).toEqual([
      1, 1, 2,
    ]);
    expect(new Set(changes.texts.map(({ textId }) => textId)).size).toBe(4);
    expect(JSON.stringify(changes.messages)).not.toMatch(/lost leads|prices/i);
  });

  it('another name for the same phone joins the lead, and a remark keeps the name that the lead no longer shows', () => {
    const batch = [submission({ phone, name: 'Anna' }), submission({ phone, name: 'Boris' })];
    const { changes } = resolveSubmissions(batch, emptyState());
    expect([...changes.leads.values()].map(({ person }) => person.name)).toEqual(['Boris']);
    expect(changes.remarks).toMatchObject([{ field: 'name', code: 'other-name', text: 'Anna' }]);
  });

  it('a lead keeps the fuller name and the extension when a later signal has less of them', () => {
    const full = submission({ email, phone: `${phone};ext=101`, name: 'Anna Lee' });
    const { changes } = resolveSubmissions([full, submission({ email, phone, name: 'Anna' })], emptyState());
    const [lead] = changes.leads.values();
    expect(lead?.person).toEqual({ email, phone: `${phone};ext=101`, name: 'Anna Lee' });
    expect(changes.remarks).toEqual([]);
  });

  it('a delivery that is repeated gets the first result, and other content under the same id is a new signal', () => {
    const delivery = digest('delivery');
    const [first, again] = [1, 2].map(() => submission({ phone }, { delivery }, 'deal-1'));
    const other = submission({ phone }, { delivery: digest('other') }, 'deal-1');
    const { results } = resolveSubmissions([first!, again!, other], emptyState());
    expect(results.map(({ kind }) => kind)).toEqual(['captured', 'duplicate', 'captured']);
    expect(results[1]).toMatchObject({
      captured: { leadId: first!.newLeadId, signalId: first!.signalId, isNew: true },
    });
    expect(results[2]).toMatchObject({ captured: { leadId: first!.newLeadId, isNew: false } });
  });

  it('a batch split in two gives the same leads as the whole batch, and every event matches its contract', () => {
    const anyPerson = fc.record(
      {
        phone: fc.constantFrom('+71', '+72', '+71;ext=1', '+71;ext=2'),
        email: fc.constantFrom('a@x.de', 'b@x.de'),
        name: fc.constantFrom('Anna', 'Anna Lee', 'Boris'),
      },
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
