import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { toFailure, Failure } from '../failure.ts';
import { launch, print, printFailure } from '../system/launcher.ts';
import { createDirectories } from '../directories.ts';
import { findFreePorts } from '../process/ports.ts';
import { hasPassed, summaryLine, checkCount, addCounts } from '../testing/test-count.ts';
import type { TestCount } from '../testing/test-count.ts';
import { parts, runPart } from '../testing/run-part.ts';
import type { Part } from '../testing/run-part.ts';
import { removeAbandonedRuns, temporaryDirectories } from '../testing/temporary-directories.ts';

const isPart = (text: string): text is Part => (parts as readonly string[]).includes(text);

function parseArguments(parameters: readonly string[]): { wanted: readonly Part[]; project: string | undefined } {
  const [part, project] = parameters;
  if (part === undefined) return { wanted: parts, project };
  if (isPart(part)) return { wanted: [part], project };
  throw new Failure(`There is no part "${part}" of the tests.`, `npm test -- ${parts.join('|')} [project]`);
}

const minutesSince = (since: number): string => `${((Date.now() - since) / 60_000).toFixed(1)} min`;

/** One part on engines of its own; undefined when the user asked to stop. */
async function runIsolated(part: Part, project: string | undefined): Promise<TestCount | undefined> {
  const { directories, dispose } = await temporaryDirectories();
  createDirectories(directories);
  const ports = await findFreePorts();
  let count: TestCount | undefined;
  try {
    count = await launch(directories, ports.issuer, (launched) =>
      runPart(part, { ...launched, directories, ports, project }),
    );
    return count;
  } catch (error) {
    // Engines or services that do not come up are a failed test, told with what went wrong.
    printFailure(toFailure(error));
    count = checkCount(`${part} tests could not begin, for the reason above`, false);
    return count;
  } finally {
    if (!count || !hasPassed(count)) {
      const kept = join(directories.root, 'test-results', `${part}-logs`);
      await cp(directories.logs, kept, { recursive: true, force: true });
    }
    await dispose();
  }
}

function printSummary(count: TestCount, begin: number): void {
  const list = (marked: readonly string[], mark: string): string =>
    marked.map((each) => `  ${mark} ${each}`).join('\n');
  if (count.flaky.length > 0) print(`\nPassed only at the second attempt:\n${list(count.flaky, '!')}`);
  if (count.failures.length > 0) print(`\nFailed:\n${list(count.failures, '✖')}`);
  print(`\n${count.skipped} skipped, ${minutesSince(begin)}`);
  print(summaryLine(count));
}

/** `npm test`: every check on engines of its own, so that a running system is never touched. */
export async function test(parameters: readonly string[]): Promise<number> {
  const begin = Date.now();
  const { wanted, project } = parseArguments(parameters);
  await removeAbandonedRuns();
  let total = addCounts([]);
  for (const part of wanted) {
    const beginOfPart = Date.now();
    const count = await runIsolated(part, project);
    if (!count) return 130;
    print(`${part}: ${summaryLine(count)} (${minutesSince(beginOfPart)})`);
    total = addCounts([total, count]);
  }
  printSummary(total, begin);
  return hasPassed(total) ? 0 : 1;
}
