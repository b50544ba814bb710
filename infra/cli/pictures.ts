import { mkdirSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { drawings } from '../pictures/drawings.ts';
import { findChromium } from '../pictures/find-chromium.ts';
import { findFreePorts } from '../process/ports.ts';
import { createDirectories, directoriesAt } from '../directories.ts';
import { Failure } from '../failure.ts';
import { launch, print } from '../system/launcher.ts';
import { startSystem } from '../system/start-system.ts';
import { removeAbandonedRuns, temporaryDirectories } from '../testing/temporary-directories.ts';

const parts = ['architecture', 'handoff'] as const;
type Part = (typeof parts)[number];

const isPart = (text: string): text is Part => parts.some((part) => part === text);

function drawArchitecture(): void {
  const { root } = directoriesAt();
  for (const { path, svg } of drawings()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), svg);
    print(`Wrote ${path}.`);
  }
}

/** Starts a separate system, so that the pictures show only made-up leads. */
async function drawHandoff(): Promise<number> {
  // Fails before the system starts, which takes a minute, if there is no browser.
  findChromium();
  const { takeHandoffScreenshots } = await import('../pictures/handoff-screenshots.ts');
  await removeAbandonedRuns();
  const { directories, dispose } = await temporaryDirectories();
  createDirectories(directories);
  const ports = await findFreePorts();
  let isDone: true | undefined;
  try {
    isDone = await launch(directories, ports.issuer, async ({ supervisor, signal }) => {
      await startSystem({ directories, ports, signal, isThrowaway: true }, supervisor, print);
      await takeHandoffScreenshots({ directories, ports }, print);
      return true as const;
    });
    return isDone ? 0 : 130;
  } finally {
    const logs = join(directories.root, 'test-results', 'pictures-logs');
    if (!isDone) await cp(directories.logs, logs, { recursive: true, force: true });
    await dispose();
  }
}

/** `npm run pictures [-- architecture | handoff]`: makes the pictures of the README. */
export async function pictures(parameters: readonly string[]): Promise<number> {
  const unknown = parameters.find((parameter) => !isPart(parameter));
  if (unknown !== undefined) {
    throw new Failure(`There is no picture "${unknown}".`, `npm run pictures -- [${parts.join('] [')}]`);
  }
  const isWanted = (part: Part): boolean => parameters.length === 0 || parameters.includes(part);
  if (isWanted('architecture')) drawArchitecture();
  return isWanted('handoff') ? drawHandoff() : 0;
}
