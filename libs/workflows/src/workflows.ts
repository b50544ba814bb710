import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { MALFORMED } from './handoff.contract.ts';

/** The workflows of a worker. Each export's name is a workflow type. */
export { handoff } from './handoff.workflow.ts';
export { postponement } from './postponement.workflow.ts';
export { reconciliation } from './reconciliation.workflow.ts';
export { resultsOwed } from './results-owed.workflow.ts';
export { retention } from './retention.workflow.ts';
export { silentSources } from './silent-sources.workflow.ts';

/** A workflow of an unknown type fails. Without this its task would fail forever. */
export default async function unknownType(): Promise<never> {
  throw ApplicationFailure.nonRetryable(`There is no workflow type ${workflowInfo().workflowType}.`, MALFORMED);
}
