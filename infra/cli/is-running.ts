/** For `start.mjs`, which cannot read TypeScript: code 0 when a launcher of this clone runs, 1 when none does. */
import { directoriesAt } from '../directories.ts';
import { runningLauncher, readState } from '../process/state-file.ts';

process.exitCode = runningLauncher(readState(directoriesAt())) ? 0 : 1;
