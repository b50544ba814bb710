import { HandoffEnvironment, silenceRuntime } from './handoff-environment.ts';

/** Bundling the workflows and starting a JVM take long on a busy machine. */
const SETUP_TIMEOUT_MILLISECONDS = 240_000;

/** An environment for the tests of a describe block. At its end no workflow may have diverged from its record. */
export function useEnvironment(
  create: () => Promise<HandoffEnvironment> = () => HandoffEnvironment.withTimeSkipping(),
): () => HandoffEnvironment {
  let environment: HandoffEnvironment;
  beforeAll(async () => {
    silenceRuntime();
    environment = await create();
  }, SETUP_TIMEOUT_MILLISECONDS);
  afterAll(async () => {
    expect(environment.recordStore.divergences).toEqual([]);
    await environment.close();
  });
  return () => environment;
}

/** An environment for each test, for time-skipping servers that get stuck after a jump of months. */
export function useFreshEnvironment(): () => HandoffEnvironment {
  let environment: HandoffEnvironment;
  beforeEach(async () => {
    silenceRuntime();
    environment = await HandoffEnvironment.withTimeSkipping();
  }, SETUP_TIMEOUT_MILLISECONDS);
  afterEach(async () => {
    expect(environment.recordStore.divergences).toEqual([]);
    await environment.close();
  });
  return () => environment;
}
