import { CreateTables1796000000000 } from './first.migration.ts';

/** In their order. */
export const migrations = [CreateTables1796000000000];
