/**
 * The SDK captures a stack for every promise of a workflow, to answer the `__stack_trace` query of the Temporal UI. With the
 * default of ten frames that took a third of the workflow thread's time. Four frames still name the line of the workflow
 * that waits, and the functions above a failure.
 *
 * Applies to all workflows of a worker: the SDK freezes `Error` after it has evaluated the preloaded modules.
 */
const STACK_TRACE_LIMIT = 4;

Error.stackTraceLimit = STACK_TRACE_LIMIT;
