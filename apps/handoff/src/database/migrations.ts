import { CreateTables1796300000000 } from './first.migration.ts';

/** In the order in which they run. */
export const migrations = [CreateTables1796300000000];
