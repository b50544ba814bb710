export * from './catching-up.contract.ts';
export * from './handoff.contract.ts';
export * from './letting-go.contract.ts';
export * from './preloaded-modules.ts';
export * from './silent-sources.contract.ts';
