/**
 * For `bundleWorkflowCode({ preloadModules })`: evaluated once a worker instead of once a workflow, of which each had a
 * copy of them in memory. Only for modules that keep nothing between calls, as the rules do.
 */
export const preloadedModules = ['@baton/domain'];
