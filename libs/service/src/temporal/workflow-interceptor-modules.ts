import { fileURLToPath } from 'node:url';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** For `bundleWorkflowCode({ workflowInterceptorModules })`: passes traces through workflows to their activities. */
export const workflowInterceptorModules: string[] = [
  fileURLToPath(new URL(`./workflow-tracing.${extension}`, import.meta.url)),
];
