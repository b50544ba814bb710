import { CreateTables1763791200000 } from './create-tables.migration.ts';

export { schema } from './tables.ts';
export const entities: Function[] = [];
export const migrations: Function[] = [CreateTables1763791200000];
