import { workflowInterceptorModules } from '@baton/service';
import { preloadedModules } from '@baton/workflows';
import { bundleWorkflowCode } from '@temporalio/worker';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Packs the workflows and what they use into one file, which every worker loads as it is. */
const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(import.meta.resolve('@baton/workflows/workflows')),
  workflowInterceptorModules,
  preloadModules: preloadedModules,
});
await writeFile(new URL('workflow-bundle.js', import.meta.url), code);
