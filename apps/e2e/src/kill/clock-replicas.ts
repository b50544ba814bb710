import type { Addresses } from '@baton/testing';

/** A second handoff service and worker, whose clock is wrong. */
export interface ClockReplica {
  /** Such as `+20m`. */
  offset: string;
  handoff: string;
  handoffOperations: string;
  workerOperations: string;
}

/** The replicas that `npm run kill` has started; none in the tests, and where `faketime` is not installed. */
export const clockReplicasFromEnvironment = (): ClockReplica[] =>
  JSON.parse(process.env['TEST_CLOCK_REPLICAS'] ?? '[]') as ClockReplica[];

/** The system as it looks through this replica. */
export const addressesThrough = (
  addresses: Addresses,
  { handoff, handoffOperations, workerOperations }: ClockReplica,
): Addresses => ({
  ...addresses,
  handoff,
  operations: { ...addresses.operations, handoff: handoffOperations, worker: workerOperations },
});

/** The names of the replica's processes in `running.json`. */
export const processesOf = ({ offset }: ClockReplica): string[] => [`handoff ${offset}`, `handoff worker ${offset}`];
