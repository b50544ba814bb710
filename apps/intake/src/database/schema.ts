/** Intake's own schema; no other service reads it. */
export const SCHEMA = 'intake';
