/** Scoring's own PostgreSQL schema. No other service reads it. */
export const SCHEMA = 'scoring';
