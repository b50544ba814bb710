import { median, formatRounds, percentile, formatNumber } from '../statistics.ts';
import type { BenchParameters, Findings, PerformanceTarget } from '../measurement.ts';
import type { LeadTimestamps } from './lead-timestamps.ts';

export interface BareStart {
  workflowId: string;
  /** When the start was requested, in milliseconds since the epoch. */
  requestedAt: number;
  /** How long the call took. */
  durationMilliseconds: number;
}

/** All rounds at one rate. */
export interface RoundsAtRate {
  /** Leads and bare starts per second. */
  rate: number;
  leads: LeadTimestamps[][];
  bare: (BareStart & { startedAt: number })[][];
}

const TARGET_RATIO = 3;
/** Below this share of the rate, starts fall behind, and the latency grows for as long as leads are sent. */
const SUSTAINED_SHARE = 0.9;

/** The hops of a lead. */
const hops: readonly { name: string; from: keyof LeadTimestamps; to: keyof LeadTimestamps }[] = [
  { name: 'response 202 → captured event sent to Kafka', from: 'acceptedAt', to: 'capturedAt' },
  { name: 'captured → judged event sent to Kafka', from: 'capturedAt', to: 'judgedAt' },
  { name: 'judged → workflow started', from: 'judgedAt', to: 'startedAt' },
  { name: 'workflow started → its first task', from: 'startedAt', to: 'firstTaskAt' },
];

const toStart = ({ acceptedAt, startedAt }: LeadTimestamps): number => startedAt - acceptedAt;
const untilStarted = ({ requestedAt, startedAt }: RoundsAtRate['bare'][number][number]): number =>
  startedAt - requestedAt;
const untilReturned = ({ durationMilliseconds }: BareStart): number => durationMilliseconds;

/** The percentile of each round, so that one bad round does not dominate. */
const percentiles = <Item>(rounds: Item[][], share: number, of: (item: Item) => number): number[] =>
  rounds.map((round) => percentile(round.map(of), share));

const row = <Item>(name: string, rounds: Item[][], of: (item: Item) => number): string[] => [
  name,
  formatRounds(percentiles(rounds, 0.5, of)),
  formatRounds(percentiles(rounds, 0.99, of)),
];

/** Workflows started per second in a round, from its first 202 response to its last start. */
const startsPerSecond = (leads: LeadTimestamps[]): number =>
  (leads.length * 1000) /
  (Math.max(...leads.map(({ startedAt }) => startedAt)) - Math.min(...leads.map(({ acceptedAt }) => acceptedAt)));

export function startFindings(parameters: BenchParameters, all: readonly RoundsAtRate[]): Findings {
  return {
    title: 'From the 202 response to the started workflow',
    conditions: [
      `at each rate ${parameters.rounds} rounds of ${parameters.seconds} s for each side, sent whether or not earlier ones have ended`,
      'p50 and p99 of each round; median over the rounds (lowest to highest)',
    ],
    tables: all.flatMap(({ rate, leads, bare }) => [
      {
        columns: [`${rate} per second`, 'p50, ms', 'p99, ms'],
        rows: [
          row('lead: response 202 → workflow started', leads, toStart),
          row('bare start: requested → workflow started', bare, untilStarted),
          row('bare start: requested → call returned', bare, untilReturned),
          ...hops.map(({ name, from, to }) =>
            row(`hop: ${name}`, leads, (timestamps) => timestamps[to] - timestamps[from]),
          ),
        ],
      },
    ]),
    targets: all.flatMap(targetsAtRate),
    figures: all,
  };
}

function targetsAtRate({ rate, leads, bare }: RoundsAtRate): PerformanceTarget[] {
  const started = median(leads.map(startsPerSecond));
  const p99 = median(percentiles(leads, 0.99, toStart));
  const target = (peer: string, peers: number): PerformanceTarget => ({
    metric: `${rate} per second: p99, compared with a bare start until ${peer}`,
    target: `below ${TARGET_RATIO} times`,
    measured: `${formatNumber(p99 / peers)} times`,
    isMet: p99 / peers < TARGET_RATIO,
  });
  return [
    {
      metric: `${rate} per second: workflows started per second`,
      target: `at least ${formatNumber(rate * SUSTAINED_SHARE)}`,
      measured: formatNumber(started),
      isMet: started >= rate * SUSTAINED_SHARE,
    },
    target('the workflow is started', median(percentiles(bare, 0.99, untilStarted))),
    target('its call returns', median(percentiles(bare, 0.99, untilReturned))),
  ];
}
