/** The PostgreSQL schema that belongs to this app alone. */
export const SCHEMA = 'scoring';
