/**
 * For `bundleWorkflowCode({ preloadModules })`: modules that are evaluated once per worker instead of once per workflow,
 * which saves memory and time. They must keep no state between calls.
 */
export const preloadedModules = ['@baton/workflows/stack-trace-limit', '@baton/domain', '@baton/workflows/workflows'];
