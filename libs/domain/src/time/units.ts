/** Units of time in milliseconds. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
/** 24 hours of the wall clock; a civil day can be shorter or longer where a zone's clocks change. */
export const DAY = 24 * HOUR;
