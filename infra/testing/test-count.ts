/** How many tests passed, failed and were skipped, and which failed. */
export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
  /** Tests that passed only on the second attempt and need attention. */
  readonly flaky: readonly string[];
}

export const emptyCount: TestCount = { passed: 0, failed: 0, skipped: 0, failures: [], flaky: [] };

/** The part of Jest's `--json` output that is used here. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[] | null;
      /** Why each earlier attempt failed. */
      readonly retryReasons?: readonly string[] | null;
    }[];
  }[];
}

export const addCounts = (counts: readonly TestCount[]): TestCount =>
  counts.reduce(
    (total, each) => ({
      passed: total.passed + each.passed,
      failed: total.failed + each.failed,
      skipped: total.skipped + each.skipped,
      failures: [...total.failures, ...each.failures],
      flaky: [...total.flaky, ...each.flaky],
    }),
    emptyCount,
  );

/** A check that passes or fails as a whole, such as lint of a project. */
export const checkCount = (name: string, passed: boolean): TestCount =>
  passed ? { ...emptyCount, passed: 1 } : { ...emptyCount, failed: 1, failures: [name] };

const firstLines = (text: string): string => text.split('\n').slice(0, 12).join('\n').replace(/^/gm, '      ');

/** A suite that did not run counts as one failed test. */
const failuresOf = (report: JestReport): string[] =>
  report.testResults.flatMap((suite) => {
    const failed = suite.assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && suite.status === 'failed')
      return [`${suite.name} did not run\n${firstLines(suite.message)}`];
    return failed.map(({ fullName, failureMessages, retryReasons }) =>
      [`${fullName} (${suite.name})`, ...[...(retryReasons ?? []), failureMessages?.[0] ?? ''].map(firstLines)].join(
        '\n',
      ),
    );
  });

const flakyTestsOf = (report: JestReport): string[] =>
  report.testResults.flatMap((suite) =>
    suite.assertionResults.flatMap(({ status, fullName, retryReasons }) =>
      status === 'passed' && retryReasons && retryReasons.length > 0
        ? [[`${fullName} (${suite.name})`, ...retryReasons.map(firstLines)].join('\n')]
        : [],
    ),
  );

/** The count of one Jest run. A run that failed without a failed test counts as one failure. */
export function countOf(report: JestReport | undefined, task: { name: string; passed: boolean }): TestCount {
  const count: TestCount = report
    ? {
        passed: report.numPassedTests,
        failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
        skipped: report.numPendingTests + report.numTodoTests,
        failures: failuresOf(report),
        flaky: flakyTestsOf(report),
      }
    : emptyCount;
  return task.passed || count.failed > 0
    ? count
    : addCounts([count, checkCount(`${task.name} did not run to the end`, false)]);
}

const LONGEST_SHORT_LINE = 200;

/** A failure in one line: what failed, and the first line of the reason. For logs of which only the end is kept. */
export function shortFailure(failure: string): string {
  const [name = '', reason = ''] = failure.split('\n').filter((line) => line.trim() !== '');
  return `${name} ${reason.trim()}`.trim().slice(0, LONGEST_SHORT_LINE);
}

/** The last line of `npm test`. */
export const summaryLine = (count: TestCount): string => `${count.passed} passed, ${count.failed} failed`;

/** True when at least one test ran and none failed. */
export const hasPassed = (count: TestCount): boolean => count.failed === 0 && count.passed > 0;
