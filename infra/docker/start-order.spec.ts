import { startOrder } from './start-order.ts';

describe('startOrder', () => {
  it('a service starts after everything that it needs, directly or not', () => {
    const services = {
      app: { depends_on: { job: {} } },
      job: { depends_on: { database: {} } },
      database: {},
      other: {},
    };
    expect(startOrder(services)).toEqual([['database', 'other'], ['job'], ['app']]);
  });

  it('a circle is an error', () => {
    expect(() => startOrder({ a: { depends_on: { b: {} } }, b: { depends_on: { a: {} } } })).toThrow('circle');
  });
});
