/** The workflows of a worker. Each export's name is a workflow type. */
export { handoff } from './handoff.workflow.ts';
export { reconciliation } from './reconciliation.workflow.ts';
export { retention } from './retention.workflow.ts';
export { silentSources } from './silent-sources.workflow.ts';
