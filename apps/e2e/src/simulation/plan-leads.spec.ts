import { planLeads } from './plan-leads.ts';
import { fictionalPhoneNumber } from './random-people.ts';

const casting = { leads: 300, seed: 7, series: 3, mix: { social: 1, email: 2 }, arrivalMilliseconds: 60_000 };

describe('the cast of a simulation', () => {
  it('is the same for the same seed, and another one for another', () => {
    const plain = (seed: number): string => JSON.stringify(planLeads({ ...casting, seed }));
    expect(plain(7)).toBe(plain(7));
    expect(plain(7)).not.toBe(plain(8));
  });

  it('has people who are nobody: reserved numbers, addresses of examples, no two alike', () => {
    const people = planLeads(casting).map(({ person }) => person);
    expect(new Set(people.map(({ email }) => email)).size).toBe(300);
    for (const { email } of people) expect(email).toMatch(/@company-[0-9-]+\.example$/);
    const phones = people.flatMap(({ phone }) => phone ?? []);
    expect(new Set(phones).size).toBe(phones.length);
    for (const phone of phones) expect(phone).toMatch(/^\+1 [2-9]\d\d 555 01\d\d$/);
    expect(fictionalPhoneNumber(3000)).not.toBe(fictionalPhoneNumber(4000));
  });

  it('comes through every door, in good and in bad shape, and some come again', () => {
    const signals = planLeads(casting).flatMap((lead) => lead.signals);
    const doors = new Set(signals.map(({ entryPoint }) => entryPoint));
    expect([...doors].sort()).toEqual(['http', 'kafka-bare', 'kafka-binary', 'kafka-structured']);
    expect(new Set(signals.flatMap(({ defect }) => defect ?? [])).size).toBe(3);
    expect(signals.length).toBeGreaterThan(300);
  });
});
