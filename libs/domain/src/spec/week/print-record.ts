/** Prints the record of the week as JSON; `npm run diary` turns it into a diary. */
import { WeekFloor } from './week-floor.ts';

const { entries } = new WeekFloor().run();
process.stdout.write(JSON.stringify(entries));
