import { LeadStream } from './lead-stream.ts';

const take = (stream: LeadStream, count: number) => Array.from({ length: count }, () => stream.next());
const emailsOf = (requests: { body: string }[]) =>
  new Set(requests.map(({ body }) => (JSON.parse(body) as { email: string }).email));

describe('the leads of the load', () => {
  it('brings nobody twice, neither in one stream nor in the next', () => {
    const requests = [...take(new LeadStream('unique', 1), 2000), ...take(new LeadStream('unique', 2), 2000)];
    expect(emailsOf(requests).size).toBe(4000);
    expect(new Set(requests.map(({ key }) => key)).size).toBe(4000);
  });

  it('brings known people again, and repeats requests, in the shares that it promises', () => {
    const requests = take(new LeadStream('realistic', 1), 10_000);
    const repeated = requests.filter(({ isRepeated }) => isRepeated).length;
    expect(repeated / requests.length).toBeCloseTo(0.05, 1);
    expect(emailsOf(requests).size / requests.length).toBeCloseTo(0.77, 1);
  });

  it('repeats a request word for word', () => {
    const requests = take(new LeadStream('realistic', 1), 2000);
    for (const { key, body } of requests.filter(({ isRepeated }) => isRepeated)) {
      expect(requests.some((other) => !other.isRepeated && other.key === key && other.body === body)).toBe(true);
    }
  });
});
