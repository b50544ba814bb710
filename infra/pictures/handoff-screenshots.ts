import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import type { Ports } from '../process/ports.ts';
import type { Directories } from '../directories.ts';
import { localUrl } from '../system/services.ts';
import { temporalNamespace } from '../temporal/namespace.ts';
import { PICTURES } from './drawings.ts';
import { findChromium } from './find-chromium.ts';
import { themes } from './palette.ts';
import { takeScreenshot } from './screenshot.ts';
import type { View } from './screenshot.ts';
import { PublicInterface } from './public-interface.ts';
import { SampleHandoff } from './sample-handoff.ts';
import { publishRoundTheClockAgreement } from './round-the-clock-agreement.ts';

export interface RunningSystem {
  readonly directories: Directories;
  readonly ports: Ports;
}

/**
 * Takes screenshots of two handoffs in the Temporal UI: one that its owner has just accepted, for the current details, and one
 * that ended as an SQL, for the history.
 */
export async function takeHandoffScreenshots(
  { directories, ports }: RunningSystem,
  print: (line: string) => void,
): Promise<void> {
  const system = new PublicInterface(ports);
  await publishRoundTheClockAgreement(system);
  const accepted = new SampleHandoff(system);
  await accepted.begin('Nina');
  await accepted.accept();
  const qualified = await qualifiedHandoff(system);

  const folder = join(directories.root, PICTURES);
  mkdirSync(folder, { recursive: true });
  const uiUrl = `${localUrl(ports.temporalUi)}/namespaces/${temporalNamespace()}/workflows`;
  const browser = await startBrowser();
  const subjects = { details: accepted, history: qualified } as const;
  try {
    for (const [view, { handoffId }] of Object.entries(subjects) as [View, SampleHandoff][]) {
      for (const theme of themes) {
        const name = `handoff-${view}-${theme}.png`;
        await takeScreenshot(browser, uiUrl, { handoffId, view, theme, file: join(folder, name) });
        print(`Wrote ${join(PICTURES, name)}.`);
      }
    }
  } finally {
    await browser.close();
  }
}

/** Takes a lead from the request to the SQL. */
async function qualifiedHandoff(system: PublicInterface): Promise<SampleHandoff> {
  const handoff = new SampleHandoff(system);
  await handoff.begin('Vera');
  await handoff.accept();
  await handoff.call('no-answer', 'call-16');
  await handoff.call('reached', 'call-17');
  await handoff.qualify('call-17');
  return handoff;
}

/** Chromium refuses to run its sandbox as root. */
const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
