import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './identity.ts';
import { stopStages } from './state-file.ts';
import type { RecordedProcess } from './state-file.ts';

const DEFAULT_GRACE_MILLISECONDS = 20_000;

/** Signals only the process, which then stops its own children in its own order. */
const sendSignal = (target: RecordedProcess, name: NodeJS.Signals): void => {
  try {
    process.kill(target.pid, name);
  } catch {
    // It has ended since the last check.
  }
};

/** Kills the whole group, including children that the process left behind. */
const killGroup = (target: RecordedProcess): void => {
  try {
    process.kill(-target.pid, 'SIGKILL');
  } catch {
    // The group has ended already.
  }
};

async function stopProcess(target: RecordedProcess, grace: number, print: (line: string) => void): Promise<void> {
  if (!isAlive(target)) return;
  sendSignal(target, target.stopSignal);
  for (const end = Date.now() + grace; Date.now() < end; await pause(50)) {
    if (!isAlive(target)) return killGroup(target);
  }
  print(`${target.name} did not stop within ${grace / 1000} s. Killing it.`);
  sendSignal(target, 'SIGKILL');
  killGroup(target);
  while (isAlive(target)) await pause(20);
}

/** Stops services before the engines that they need, and kills processes that do not end in time. */
export async function stopInOrder(
  processes: readonly RecordedProcess[],
  options: { graceMilliseconds?: number; print?: (line: string) => void } = {},
): Promise<void> {
  const print = options.print ?? (() => undefined);
  for (const stage of stopStages) {
    const group = processes.filter((each) => each.stage === stage);
    await Promise.all(
      group.map((each) => stopProcess(each, options.graceMilliseconds ?? DEFAULT_GRACE_MILLISECONDS, print)),
    );
  }
}
