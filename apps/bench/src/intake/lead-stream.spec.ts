import { LeadStream } from './lead-stream.ts';

const take = (stream: LeadStream, count: number) => Array.from({ length: count }, () => stream.next());
const emailsOf = (requests: { body: string }[]) =>
  new Set(requests.map(({ body }) => (JSON.parse(body) as { email: string }).email));

describe('LeadStream', () => {
  it('the unique mix does not repeat a person, even across streams', () => {
    const requests = [...take(new LeadStream('unique', 1), 2000), ...take(new LeadStream('unique', 2), 2000)];
    expect(emailsOf(requests).size).toBe(4000);
    expect(new Set(requests.map(({ key }) => key)).size).toBe(4000);
  });

  it('the realistic mix repeats people and requests in the configured shares', () => {
    const requests = take(new LeadStream('realistic', 1), 10_000);
    const repeated = requests.filter(({ isRepeated }) => isRepeated).length;
    expect(repeated / requests.length).toBeCloseTo(0.05, 1);
    expect(emailsOf(requests).size / requests.length).toBeCloseTo(0.77, 1);
  });

  it('a repeated request is identical to the first one', () => {
    const requests = take(new LeadStream('realistic', 1), 2000);
    for (const { key, body } of requests.filter(({ isRepeated }) => isRepeated)) {
      expect(requests.some((other) => !other.isRepeated && other.key === key && other.body === body)).toBe(true);
    }
  });
});
