export * from './agreement-factory.ts';
export * from './hostile-requests.ts';
export * from './isolated-database.ts';
export * from './lead-factory.ts';
export * from './engine-address.ts';
export * from './test-issuer.ts';
export * from './test-kafka.ts';
export * from './wait-until.ts';
