/** All that a worker runs: each export is a workflow, under the name that it is started by. */
export { reconciliation } from './reconciliation.workflow.ts';
export { handoff } from './handoff.workflow.ts';
export { retention } from './retention.workflow.ts';
export { silentSources } from './silent-sources.workflow.ts';
