/** All workflows that handoffs are held against, in one bundle. */
export { stepwise } from '../cost/stepwise.workflow.ts';
export { timer } from '../deadlines/timer.workflow.ts';
export { plain } from './plain.workflow.ts';
