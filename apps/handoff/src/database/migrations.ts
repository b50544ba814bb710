import { CreateTables1796000000000 } from './first.migration.ts';

/** In the order in which they run. */
export const migrations = [CreateTables1796000000000];
