import { fileURLToPath } from 'node:url';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** For `bundleWorkflowCode({ workflowInterceptorModules })`: traces pass through workflows into their activities. */
export const workflowInterceptorModules: string[] = [
  fileURLToPath(new URL(`./workflow-tracing.${extension}`, import.meta.url)),
];
