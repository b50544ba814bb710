/**
 * For `bundleWorkflowCode({ preloadModules })`: evaluated once a worker instead of once a workflow, which cost each open
 * handoff four times the memory. Only for modules that keep nothing between calls, as the rules do.
 */
export const preloadedModules = ['@baton/domain'];
