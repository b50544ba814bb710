/** The header in which the Temporal SDKs of all languages carry a trace. Imported by the workflow sandbox: no imports. */
export const TRACE_HEADER = '_tracer-data';
