import { countOfFuzzing } from './fuzzer.ts';
import type { FuzzReport } from './fuzzer.ts';

const report = (changes: Partial<FuzzReport> = {}): FuzzReport => ({
  complete: true,
  operations: { total: 3, tested: 3 },
  test_cases: { generated: 500 },
  failures: [],
  errors: [],
  ...changes,
});
const count = (given: FuzzReport | undefined) => {
  const { passed, failed, skipped } = countOfFuzzing('intake', given, 'output');
  return { passed, failed, skipped };
};

describe('countOfFuzzing', () => {
  it('each operation counts as a test, and so does the run', () => {
    expect(count(report())).toEqual({ passed: 4, failed: 0, skipped: 0 });
  });

  it('an operation with several failures counts as one failed test', () => {
    const failures = [
      { title: 'Undocumented HTTP status code', operations: ['GET /leads'] },
      { title: 'Server error', operations: ['GET /leads', 'POST /leads'] },
    ];
    expect(count(report({ failures }))).toEqual({ passed: 2, failed: 2, skipped: 0 });
  });

  it('operations that a slow machine left out count as skipped', () => {
    expect(count(report({ operations: { total: 3, tested: 2 } }))).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });

  it.each([
    ['was interrupted', report({ complete: false })],
    ['reports an error', report({ errors: [{ title: 'Hook Error' }] })],
    ['tested no operation', report({ operations: { total: 3, tested: 0 } })],
    ['wrote no report', undefined],
  ])('a run that %s fails', (_what, given) => {
    expect(count(given).failed).toBe(1);
  });
});
