/**
 * The header in which the Temporal SDKs of all languages carry a trace. The workflow sandbox loads this file, so it must not
 * import anything.
 */
export const TRACE_HEADER = '_tracer-data';
