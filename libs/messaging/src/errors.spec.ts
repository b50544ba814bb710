import { describe, expect, it } from '@jest/globals';
import { DependencyUnavailable, isTransientError, PoisonMessage, loggableReason } from './errors.ts';

const error = (message: string, more: object = {}): Error => Object.assign(new Error(message), more);

describe('telling what passes from what is wrong', () => {
  it.each([
    ['said so', new DependencyUnavailable('x')],
    ['a refused socket', error('connect ECONNREFUSED', { code: 'ECONNREFUSED' })],
    ['every address refused', new AggregateError([error('a', { code: 'ECONNREFUSED' })], '')],
    ['PostgreSQL shuts down', error('terminating connection', { code: '57P01', severity: 'FATAL' })],
    ['PostgreSQL has no connection left', error('sorry, too many clients already', { code: '53300' })],
    ['a deadlock', error('deadlock detected', { code: '40P01' })],
    ['a lost connection without a code', error('Connection terminated unexpectedly')],
    ['a driver error inside another', error('QueryFailedError', { driverError: error('x', { code: '57P03' }) })],
    ['Temporal away', error('14 UNAVAILABLE', { code: 14, details: 'x', metadata: {} })],
    ['Temporal exhausted, as a cause', new Error('start', { cause: error('8', { code: 8, details: 'x' }) })],
    ['Kafka after its retries', error('x', { name: 'KafkaJSNumberOfRetriesExceeded' })],
    ['Kafka elects a leader', error('x', { name: 'KafkaJSProtocolError', retriable: true })],
  ])('waits: %s', (_, failure) => expect(isTransientError(failure)).toBe(true));

  it.each([
    ['poison', new PoisonMessage('code', 'x')],
    ['a defect', new TypeError('x is not a function')],
    ['a violated constraint', error('duplicate key', { code: '23505', severity: 'ERROR' })],
    ['a refusal of Temporal', error('3 INVALID_ARGUMENT', { code: 3, details: 'x' })],
    ['a refusal of Kafka', error('x', { name: 'KafkaJSProtocolError', retriable: false })],
    ['no error', 'text'],
  ])('does not wait: %s', (_, failure) => expect(isTransientError(failure)).toBe(false));
});

describe('what is told about an error', () => {
  it('names the place in the database, and no value of a row', () => {
    const failure = error('duplicate key value "anna@example.com"', {
      severity: 'ERROR',
      code: '23505',
      table: 'person',
      constraint: 'person_email_key',
      detail: 'Key (email)=(anna@example.com) already exists.',
    });
    expect(loggableReason(failure)).toBe('PostgreSQL error 23505, table person, constraint person_email_key');
    expect(loggableReason(error('failed', { driverError: failure }))).not.toContain('anna');
  });

  it('does not repeat the text that could not be parsed', () => {
    let failure: unknown;
    try {
      JSON.parse('anna@example.com');
    } catch (caught) {
      failure = caught;
    }
    expect(loggableReason(failure)).not.toContain('anna');
  });
});
