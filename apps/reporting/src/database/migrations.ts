import { CreateTables1796200000000 } from './first.migration.ts';

export const migrations = [CreateTables1796200000000];
