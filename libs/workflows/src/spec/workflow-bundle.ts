import { bundleWorkflowCode } from '@temporalio/worker';
import type { BundleOptions, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { preloadedModules } from '../preloaded-modules.ts';

const silentLogger = {
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  log: () => {},
};

/** The workflows as a worker loads them, bundled from the sources, so that no build is needed. */
export function workflowBundle(file = '../workflows.ts'): Promise<WorkflowBundleWithSourceMap> {
  const fromSources: NonNullable<BundleOptions['webpackConfigHook']> = (config) => ({
    ...config,
    resolve: { ...config.resolve, conditionNames: ['@baton/source', 'import', 'default'] },
  });
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(file, import.meta.url)),
    preloadModules: preloadedModules,
    payloadConverterPath: fileURLToPath(new URL('../payload-converter.ts', import.meta.url)),
    webpackConfigHook: fromSources,
    logger: silentLogger,
  });
}
