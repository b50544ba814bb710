/** For `start.mjs`, which cannot read TypeScript: code 0 when a launcher of this clone runs, 1 when none does. */
import { placeAt } from '../system/place.ts';
import { livingLauncher, readState } from '../system/state-file.ts';

process.exitCode = livingLauncher(readState(placeAt())) ? 0 : 1;
