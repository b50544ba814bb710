/** The import comes last, because its thousands of past leads keep the consumers busy for a while. */
const order = ['lost-kafka', 'http-endpoints', 'lead', 'trace', 'erasure', 'simulation', 'outage', 'kill', 'import'];
const positionOf = ({ path }) => order.findIndex((name) => path.endsWith(`/${name}.journey.spec.ts`));

/** A Jest sequencer with a fixed order, regardless of earlier results. */
export default class JourneyOrder {
  sort(tests) {
    return [...tests].sort((a, b) => positionOf(a) - positionOf(b));
  }

  allFailedTests(tests) {
    return tests;
  }

  shard(tests) {
    return tests;
  }

  cacheResults() {}
}
