import { describe, expect, it } from '@jest/globals';
import { DependencyUnavailable, isTransientError, PoisonMessage, loggableReason } from './errors.ts';

const error = (message: string, more: object = {}): Error => Object.assign(new Error(message), more);

describe('isTransientError', () => {
  it.each([
    ['DependencyUnavailable', new DependencyUnavailable('x')],
    ['a refused socket', error('connect ECONNREFUSED', { code: 'ECONNREFUSED' })],
    ['a refusal by every address', new AggregateError([error('a', { code: 'ECONNREFUSED' })], '')],
    ['a shutdown of PostgreSQL', error('terminating connection', { code: '57P01', severity: 'FATAL' })],
    ['a lack of connections', error('sorry, too many clients already', { code: '53300' })],
    ['a deadlock', error('deadlock detected', { code: '40P01' })],
    ['a lost connection without a code', error('Connection terminated unexpectedly')],
    ['a wrapped driver error', error('QueryFailedError', { driverError: error('x', { code: '57P03' }) })],
    ['an unavailable Temporal server', error('14 UNAVAILABLE', { code: 14, details: 'x', metadata: {} })],
    ['an exhausted Temporal server, as a cause', new Error('start', { cause: error('8', { code: 8, details: 'x' }) })],
    ['a Kafka error after all retries', error('x', { name: 'KafkaJSNumberOfRetriesExceeded' })],
    ['a leader election of Kafka', error('x', { name: 'KafkaJSProtocolError', retriable: true })],
  ])('%s is transient', (_, failure) => expect(isTransientError(failure)).toBe(true));

  it.each([
    ['a poison message', new PoisonMessage('code', 'x')],
    ['a bug', new TypeError('x is not a function')],
    ['a violated constraint', error('duplicate key', { code: '23505', severity: 'ERROR' })],
    ['an invalid argument of Temporal', error('3 INVALID_ARGUMENT', { code: 3, details: 'x' })],
    ['a permanent error of Kafka', error('x', { name: 'KafkaJSProtocolError', retriable: false })],
    ['a value that is not an error', 'text'],
  ])('%s is not transient', (_, failure) => expect(isTransientError(failure)).toBe(false));
});

describe('loggableReason', () => {
  it('the reason for a database error names table and constraint, but no value of the row', () => {
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

  it('the reason for a syntax error does not quote the text', () => {
    let failure: unknown;
    try {
      JSON.parse('anna@example.com');
    } catch (caught) {
      failure = caught;
    }
    expect(loggableReason(failure)).not.toContain('anna');
  });
});
