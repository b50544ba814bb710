export * from './handoff.contract.ts';
export * from './handoff-input.ts';
export * from './postponement.contract.ts';
export * from './preloaded-modules.ts';
export * from './reconciliation.contract.ts';
export * from './results-owed.contract.ts';
export * from './retention.contract.ts';
export * from './silent-sources.contract.ts';
