export type EngineVariable = 'TEST_POSTGRES_URL' | 'TEST_KAFKA_BROKERS' | 'TEST_TEMPORAL_ADDRESS';

/** The address of an engine that `npm test` has started; where it is missing, one sentence says what to do. */
export function engineAddress(variable: EngineVariable): string {
  const address = process.env[variable];
  if (address) return address;
  throw new Error(`${variable} is not set: tests against real engines need them, start them with npm test.`);
}
