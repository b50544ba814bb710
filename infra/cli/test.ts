import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { toFailure, Failure } from '../failure.ts';
import { launch, print, printFailure } from '../system/launcher.ts';
import { createDirectories } from '../directories.ts';
import { findFreePorts } from '../process/ports.ts';
import { hasPassed, summaryLine, checkCount, addCounts, shortFailure } from '../testing/test-count.ts';
import type { TestCount } from '../testing/test-count.ts';
import { parts, runPart } from '../testing/run-part.ts';
import type { Part } from '../testing/run-part.ts';
import { removeAbandonedRuns, temporaryDirectories } from '../testing/temporary-directories.ts';

const isPart = (text: string): text is Part => (parts as readonly string[]).includes(text);

interface Selection {
  readonly project: string | undefined;
  readonly files: string | undefined;
}

function parseArguments(parameters: readonly string[]): Selection & { wanted: readonly Part[] } {
  const [part, project, files] = parameters;
  if (part === undefined) return { wanted: parts, project, files };
  if (isPart(part)) return { wanted: [part], project, files };
  throw new Failure(
    `The tests have no part called "${part}".`,
    `Usage: npm test -- ${parts.join('|')} [project [part of a file's path]]`,
  );
}

const minutesSince = (since: number): string => `${((Date.now() - since) / 60_000).toFixed(1)} min`;

/** Runs one part on its own engines. Undefined when the user stopped it. */
async function runIsolated(part: Part, selection: Selection): Promise<TestCount | undefined> {
  const { directories, dispose } = await temporaryDirectories();
  createDirectories(directories);
  const ports = await findFreePorts();
  let count: TestCount | undefined;
  try {
    count = await launch(directories, ports.issuer, (launched) =>
      runPart(part, { ...launched, ...selection, directories, ports }),
    );
    return count;
  } catch (error) {
    // Engines or services that do not start count as a failed test.
    printFailure(toFailure(error));
    count = checkCount(`The ${part} tests could not start. The reason is printed above.`, false);
    return count;
  } finally {
    if (!count || !hasPassed(count)) {
      const kept = join(directories.root, 'test-results', `${part}-logs`);
      await cp(directories.logs, kept, { recursive: true, force: true });
    }
    await dispose();
  }
}

function printSummary(count: TestCount, startedAt: number, partTimes: readonly string[]): void {
  const list = (marked: readonly string[], mark: string): string =>
    marked.map((each) => `  ${mark} ${each}`).join('\n');
  if (count.flaky.length > 0) print(`\nFlaky, passed only on the second attempt:\n${list(count.flaky, '!')}`);
  if (count.failures.length > 0) print(`\nFailed:\n${list(count.failures, '✖')}`);
  if (count.failures.length > 1) print(`\nFailed, in short:\n${list(count.failures.map(shortFailure), '✖')}`);
  for (const part of partTimes) print(part);
  print(`\n${count.skipped} skipped, ${minutesSince(startedAt)}`);
  print(summaryLine(count));
}

/** `npm test`: runs every check on its own engines, never on a running Baton. */
export async function test(parameters: readonly string[]): Promise<number> {
  const startedAt = Date.now();
  const { wanted, ...selection } = parseArguments(parameters);
  await removeAbandonedRuns();
  let total = addCounts([]);
  const partTimes: string[] = [];
  for (const part of wanted) {
    const partStartedAt = Date.now();
    const count = await runIsolated(part, selection);
    if (!count) return 130;
    const partTime = `${part}: ${summaryLine(count)} (${minutesSince(partStartedAt)})`;
    print(partTime);
    partTimes.push(partTime);
    total = addCounts([total, count]);
  }
  printSummary(total, startedAt, partTimes);
  return hasPassed(total) ? 0 : 1;
}
