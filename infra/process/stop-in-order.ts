import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './identity.ts';
import { stopStages } from './state-file.ts';
import type { RecordedProcess } from './state-file.ts';

const DEFAULT_GRACE_MILLISECONDS = 20_000;

/** To the process itself: it stops its own children; a group would tear them away from it. */
const sendSignal = (target: RecordedProcess, name: NodeJS.Signals): void => {
  try {
    process.kill(target.pid, name);
  } catch {
    // It ended between the look and the signal.
  }
};

/** To the whole group: whatever it left behind ends too. */
const killGroup = (target: RecordedProcess): void => {
  try {
    process.kill(-target.pid, 'SIGKILL');
  } catch {
    // Nothing is left of the group.
  }
};

async function stopProcess(target: RecordedProcess, grace: number, print: (line: string) => void): Promise<void> {
  if (!isAlive(target)) return;
  sendSignal(target, target.stopSignal);
  for (const end = Date.now() + grace; Date.now() < end; await pause(50)) {
    if (!isAlive(target)) return killGroup(target);
  }
  print(`${target.name} did not stop within ${grace / 1000} s and is killed.`);
  sendSignal(target, 'SIGKILL');
  killGroup(target);
  while (isAlive(target)) await pause(20);
}

/** Stops in order, services before the engines that they need; kills what does not end in time. */
export async function stopInOrder(
  processes: readonly RecordedProcess[],
  options: { graceMilliseconds?: number; tell?: (line: string) => void } = {},
): Promise<void> {
  const print = options.tell ?? (() => undefined);
  for (const stage of stopStages) {
    const group = processes.filter((each) => each.stage === stage);
    await Promise.all(
      group.map((each) => stopProcess(each, options.graceMilliseconds ?? DEFAULT_GRACE_MILLISECONDS, print)),
    );
  }
}
