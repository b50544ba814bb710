import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { asFailure, Failure } from '../system/failure.ts';
import { launch, tell, tellFailure } from '../system/launcher.ts';
import { prepare } from '../system/place.ts';
import { freeBlock } from '../system/ports.ts';
import { isGood, lastLineOf, single, sum } from '../testing/count.ts';
import type { Count } from '../testing/count.ts';
import { parts, runPart } from '../testing/parts.ts';
import type { Part } from '../testing/parts.ts';
import { removeAbandoned, temporaryPlace } from '../testing/temporary-place.ts';

const isPart = (text: string): text is Part => (parts as readonly string[]).includes(text);

function request(parameters: readonly string[]): { wanted: readonly Part[]; project: string | undefined } {
  const [part, project] = parameters;
  if (part === undefined) return { wanted: parts, project };
  if (isPart(part)) return { wanted: [part], project };
  throw new Failure(`There is no part "${part}" of the tests.`, `npm test -- ${parts.join('|')} [project]`);
}

const minutes = (since: number): string => `${((Date.now() - since) / 60_000).toFixed(1)} min`;

/** One part on engines of its own; undefined when the user asked to stop. */
async function inItsOwnPlace(part: Part, project: string | undefined): Promise<Count | undefined> {
  const { place, dispose } = await temporaryPlace();
  prepare(place);
  const ports = await freeBlock();
  let count: Count | undefined;
  try {
    count = await launch(place, ports.issuer, (launched) => runPart(part, { ...launched, place, ports, project }));
    return count;
  } catch (error) {
    // Engines or services that do not come up are a failed test, told with what went wrong.
    tellFailure(asFailure(error));
    count = single(`${part} tests could not begin, for the reason above`, false);
    return count;
  } finally {
    if (!count || !isGood(count)) {
      const kept = join(place.root, 'test-results', `${part}-logs`);
      await cp(place.logs, kept, { recursive: true, force: true });
    }
    await dispose();
  }
}

function summary(count: Count, begin: number): void {
  const list = (marked: readonly string[], mark: string): string =>
    marked.map((each) => `  ${mark} ${each}`).join('\n');
  if (count.wavering.length > 0) tell(`\nPassed only at the second attempt:\n${list(count.wavering, '!')}`);
  if (count.failures.length > 0) tell(`\nFailed:\n${list(count.failures, '✖')}`);
  tell(`\n${count.skipped} skipped, ${minutes(begin)}`);
  tell(lastLineOf(count));
}

/** `npm test`: every check on engines of its own, so that a running system is never touched. */
export async function test(parameters: readonly string[]): Promise<number> {
  const begin = Date.now();
  const { wanted, project } = request(parameters);
  await removeAbandoned();
  let total = sum([]);
  for (const part of wanted) {
    const beginOfPart = Date.now();
    const count = await inItsOwnPlace(part, project);
    if (!count) return 130;
    tell(`${part}: ${lastLineOf(count)} (${minutes(beginOfPart)})`);
    total = sum([total, count]);
  }
  summary(total, begin);
  return isGood(total) ? 0 : 1;
}
