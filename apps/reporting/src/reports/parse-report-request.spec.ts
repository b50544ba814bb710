import { Problem } from '@baton/service';
import { parseReportRequest } from './parse-report-request.ts';

const defaults = { now: '2026-04-01T12:00:00.000Z', zone: 'Europe/Moscow' };
const read = (query: Record<string, unknown>, groupBy: string[] = ['channel']) =>
  parseReportRequest(query, groupBy, defaults);

function invalidFields(query: Record<string, unknown>): string[] {
  try {
    read(query);
  } catch (error) {
    if (error instanceof Problem && error.status === 422) return (error.errors ?? []).map(({ field }) => field);
    throw error;
  }
  return [];
}

describe('parseReportRequest', () => {
  it('a request without parameters covers all time, as of now, in the zone of the agreement', () => {
    const { query } = read({});
    expect(query).toEqual({ asOf: defaults.now, from: null, to: null, zone: 'Europe/Moscow', filters: {} });
  });

  it('days are days of the zone, including the last one', () => {
    const { query: question } = read({ from: '2026-03-01', to: '2026-03-31' });
    expect(question).toMatchObject({ from: '2026-02-28T21:00:00.000Z', to: '2026-03-31T21:00:00.000Z' });
  });

  it('a day can have 23 hours', () => {
    const { query: question } = read({ from: '2026-03-29', to: '2026-03-29', zone: 'Europe/Berlin' });
    expect(question).toMatchObject({ from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' });
  });

  it('timestamps are exact limits', () => {
    const { query: question } = read({ from: '2026-03-01T10:00:00+03:00', asOf: '2026-03-02T00:00:00Z' });
    expect(question).toMatchObject({ from: '2026-03-01T07:00:00.000Z', asOf: '2026-03-02T00:00:00.000Z' });
  });

  it('an empty filter is kept and matches unknown values', () => {
    expect(read({ channel: '', rep: 'anna', evidence: '' }).query.filters).toEqual({
      channel: '',
      rep: 'anna',
      evidence: '',
    });
  });

  it.each([
    [{ from: 'yesterday' }, ['from']],
    [{ from: '2026-02-30', to: '2026-13-01' }, ['from', 'to']],
    [{ from: '0000-01-01' }, ['from']],
    [{ from: '2026-03-02', to: '2026-03-01' }, ['to']],
    [{ zone: 'Moon/Base', asOf: '2026-04-01T12:00:00.001Z' }, ['zone', 'asOf']],
    [{ zone: '+03:00' }, ['zone']],
    [{ groupBy: 'hour', format: 'xlsx', agreementVersion: 'one' }, ['agreementVersion', 'groupBy', 'format']],
    [{ evidence: 'proven' }, ['evidence']],
    [{ chanel: 'ads' }, ['chanel']],
    [{ channel: ['ads', 'search'] }, ['channel']],
    [{ rep: 'a\0' }, ['rep']],
  ])('invalid parameters are refused by name: %j', (query, fields) => {
    expect(invalidFields(query)).toEqual(fields);
  });
});
