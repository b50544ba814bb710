/** For `start.mjs`, which cannot import TypeScript: exits with 0 when a launcher of this clone is running, else with 1. */
import { directoriesAt } from '../directories.ts';
import { runningLauncher, readState } from '../process/state-file.ts';

process.exitCode = runningLauncher(readState(directoriesAt())) ? 0 : 1;
