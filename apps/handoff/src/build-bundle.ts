import { workflowInterceptorModules } from '@baton/service';
import { preloadedModules } from '@baton/workflows';
import { bundleWorkflowCode } from '@temporalio/worker';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Bundles the workflows with what they import into one file, so that workers need not compile them at startup. */
const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(import.meta.resolve('@baton/workflows/workflows')),
  workflowInterceptorModules,
  preloadModules: preloadedModules,
  payloadConverterPath: fileURLToPath(import.meta.resolve('@baton/workflows/payload-converter')),
});
await writeFile(new URL('workflow-bundle.js', import.meta.url), code);
