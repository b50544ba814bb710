export * from './conversion.ts';
export * from './counting.ts';
export * from './gather-facts.ts';
export * from './handoff-facts.ts';
export * from './losses.ts';
export * from './lost.ts';
export * from './quantile.ts';
