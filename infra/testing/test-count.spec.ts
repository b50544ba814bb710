import { countOf, hasPassed, shortFailure, summaryLine, emptyCount, checkCount, addCounts } from './test-count.ts';
import type { JestReport } from './test-count.ts';

const report = (changes: Partial<JestReport> = {}): JestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
  ...changes,
});

describe('the count of a test run', () => {
  it('the count takes the numbers of Jest, and counts to-do tests as skipped', () => {
    expect(countOf(report(), { name: 'unit tests of domain', passed: true })).toEqual({
      passed: 3,
      failed: 0,
      skipped: 2,
      failures: [],
      flaky: [],
    });
  });

  it('the count names each test that passed only on the second attempt, and why it failed first', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'a lead is routed', retryReasons: ['no owner within 5 s'] },
      { status: 'passed', fullName: 'a promise is kept', retryReasons: [] },
    ];
    const flaky = report({ testResults: [{ name: 'a.spec.ts', status: 'passed', message: '', assertionResults }] });
    const count = countOf(flaky, { name: 'integration tests of handoff', passed: true });
    expect(count.flaky).toEqual([expect.stringMatching(/^a lead is routed \(a\.spec\.ts\)\n +no owner within 5 s$/)]);
    expect(hasPassed(count)).toBe(true);
  });

  it('the count names each failed test with its file', () => {
    const failing = report({
      numFailedTests: 1,
      testResults: [
        {
          name: 'a.spec.ts',
          status: 'failed',
          message: '',
          assertionResults: [{ status: 'failed', fullName: 'a promise breaks', failureMessages: ['expected late'] }],
        },
      ],
    });
    const count = countOf(failing, { name: 'unit tests of domain', passed: false });
    expect(count.failed).toBe(1);
    expect(count.failures).toEqual([expect.stringContaining('a promise breaks (a.spec.ts)')]);
  });

  it('a failure in short is one line with the name and the first line of its reason', () => {
    expect(shortFailure('a promise breaks (a.spec.ts)\n\n      expected late\n      at a.ts')).toBe(
      'a promise breaks (a.spec.ts) expected late',
    );
    expect(shortFailure('x'.repeat(500))).toHaveLength(200);
  });

  it('a suite that did not run counts as one failed test', () => {
    const broken = report({
      numRuntimeErrorTestSuites: 1,
      testResults: [{ name: 'b.spec.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] }],
    });
    const count = countOf(broken, { name: 'unit tests of domain', passed: false });
    expect(count.failed).toBe(1);
    expect(count.failures[0]).toContain('b.spec.ts did not run');
  });

  it('a run that failed without a report counts as one failed test', () => {
    expect(countOf(undefined, { name: 'unit tests of domain', passed: false }).failures).toEqual([
      'unit tests of domain did not run to the end',
    ]);
  });

  it('counts of several runs add up to one line', () => {
    const total = addCounts([
      { ...emptyCount, passed: 4, skipped: 1 },
      checkCount('lint of domain', false),
      checkCount('format', true),
    ]);
    expect(total).toEqual({ passed: 5, failed: 1, skipped: 1, failures: ['lint of domain'], flaky: [] });
    expect(summaryLine(total)).toBe('5 passed, 1 failed');
  });

  it('a run passes only when at least one test ran and none failed', () => {
    expect(hasPassed(emptyCount)).toBe(false);
    expect(hasPassed(checkCount('format', true))).toBe(true);
    expect(hasPassed(addCounts([checkCount('format', true), checkCount('lint', false)]))).toBe(false);
  });
});
