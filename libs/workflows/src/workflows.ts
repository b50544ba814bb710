/** All that a worker runs: each export is a workflow, under the name that it is started by. */
export { catchingUp } from './catching-up.workflow.ts';
export { handoff } from './handoff.workflow.ts';
export { lettingGo } from './letting-go.workflow.ts';
export { silentSources } from './silent-sources.workflow.ts';
