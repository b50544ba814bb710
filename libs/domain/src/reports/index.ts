export * from './conversion.ts';
export * from './time-counter.ts';
export * from './fold-facts.ts';
export * from './handoff-facts.ts';
export * from './loss-calculator.ts';
export * from './lost-causes.ts';
export * from './quantile.ts';
