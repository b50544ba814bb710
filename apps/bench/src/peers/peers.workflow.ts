/** All workflows that handoffs are compared with, in one bundle. */
export { plain } from './plain.workflow.ts';
export { stepwise } from './stepwise.workflow.ts';
export { timer } from './timer.workflow.ts';
