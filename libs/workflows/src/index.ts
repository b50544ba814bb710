export * from './handoff.contract.ts';
