import { planLeads } from './plan-leads.ts';
import { fictionalPhoneNumber } from './random-people.ts';

const options = { leads: 300, seed: 7, series: 3, mix: { social: 1, email: 2 }, arrivalMilliseconds: 60_000 };

describe('planLeads', () => {
  it('the plan depends only on the seed', () => {
    const plain = (seed: number): string => JSON.stringify(planLeads({ ...options, seed }));
    expect(plain(7)).toBe(plain(7));
    expect(plain(7)).not.toBe(plain(8));
  });

  it('every person is fictional and unique: addresses end in .example, and phone numbers are reserved', () => {
    const people = planLeads(options).map(({ person }) => person);
    expect(new Set(people.map(({ email }) => email)).size).toBe(300);
    for (const { email } of people) expect(email).toMatch(/@company-[0-9-]+\.example$/);
    const phones = people.flatMap(({ phone }) => phone ?? []);
    expect(new Set(phones).size).toBe(phones.length);
    for (const phone of phones) expect(phone).toMatch(/^\+1 [2-9]\d\d 555 01\d\d$/);
    expect(fictionalPhoneNumber(3000)).not.toBe(fictionalPhoneNumber(4000));
  });

  it('the plan uses every entry point and defect, and some people send several signals', () => {
    const signals = planLeads(options).flatMap((lead) => lead.signals);
    const entryPoints = new Set(signals.map(({ entryPoint }) => entryPoint));
    expect([...entryPoints].sort()).toEqual(['http', 'kafka-bare', 'kafka-binary', 'kafka-structured']);
    expect(new Set(signals.flatMap(({ defect }) => defect ?? [])).size).toBe(3);
    expect(signals.length).toBeGreaterThan(300);
  });
});
