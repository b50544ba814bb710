import { CreateTables1796400000000 } from './first.migration.ts';

export const migrations = [CreateTables1796400000000];
