import { median, formatRounds, percentile, formatNumber } from '../statistics.ts';
import type { Findings, BenchParameters } from '../measurement.ts';
import type { LeadTimestamps } from './lead-timestamps.ts';

export interface BareStart {
  workflowId: string;
  /** When the start was requested, in milliseconds since the epoch. */
  requestedAt: number;
  /** How long the call took. */
  durationMilliseconds: number;
}

interface Rounds {
  parameters: BenchParameters;
  rounds: LeadTimestamps[][];
  bare: (BareStart & { startedAt: number })[][];
}

const TARGET_RATIO = 3;

/** The hops of a lead. */
const hops: readonly { name: string; from: keyof LeadTimestamps; to: keyof LeadTimestamps }[] = [
  { name: 'response 202 → captured event sent to Kafka', from: 'acceptedAt', to: 'capturedAt' },
  { name: 'captured → judged event sent to Kafka', from: 'capturedAt', to: 'judgedAt' },
  { name: 'judged → workflow started', from: 'judgedAt', to: 'startedAt' },
  { name: 'workflow started → its first task', from: 'startedAt', to: 'firstTaskAt' },
];

/** Uses the percentiles of each round, so that one bad round does not dominate. */
export function startFindings({ parameters, rounds, bare }: Rounds): Findings {
  const over = <Item>(all: Item[][], share: number, of: (item: Item) => number): number[] =>
    all.map((round) => percentile(round.map(of), share));
  const row = <Item>(name: string, all: Item[][], of: (item: Item) => number): string[] => [
    name,
    formatRounds(over(all, 0.5, of)),
    formatRounds(over(all, 0.99, of)),
  ];
  const toStart = ({ acceptedAt, startedAt }: LeadTimestamps): number => startedAt - acceptedAt;
  const ours = median(over(rounds, 0.99, toStart));
  const toStartRatio = ours / median(over(bare, 0.99, ({ requestedAt, startedAt }) => startedAt - requestedAt));
  const toReturnRatio = ours / median(over(bare, 0.99, ({ durationMilliseconds }) => durationMilliseconds));
  return {
    title: 'From the 202 response to the started workflow',
    conditions: [
      `${parameters.rounds} rounds of ${parameters.seconds} s for each side, ${parameters.rate} per second, sent whether or not earlier ones have ended`,
      'p50 and p99 of each round; median over the rounds (lowest to highest)',
    ],
    tables: [
      {
        columns: ['', 'p50, ms', 'p99, ms'],
        rows: [
          row('lead: response 202 → workflow started', rounds, toStart),
          row(
            'bare start: requested → workflow started',
            bare,
            ({ requestedAt, startedAt }) => startedAt - requestedAt,
          ),
          row('bare start: requested → call returned', bare, ({ durationMilliseconds }) => durationMilliseconds),
        ],
      },
      {
        columns: ['hop of a lead', 'p50, ms', 'p99, ms'],
        rows: hops.map(({ name, from, to }) => row(name, rounds, (timestamps) => timestamps[to] - timestamps[from])),
      },
    ],
    targets: [
      {
        metric: 'p99, compared with a bare start until its call returns',
        target: `at most ${TARGET_RATIO} times`,
        measured: `${formatNumber(toReturnRatio)} times`,
        isMet: toReturnRatio <= TARGET_RATIO,
      },
      {
        metric: 'p99, compared with a bare start until the workflow is started',
        target: `at most ${TARGET_RATIO} times`,
        measured: `${formatNumber(toStartRatio)} times`,
        isMet: toStartRatio <= TARGET_RATIO,
      },
    ],
    figures: {
      leads: rounds,
      bare: bare.map((round) =>
        round.map(({ requestedAt, durationMilliseconds, startedAt }) => ({
          requestedAt,
          durationMilliseconds,
          startedAt,
        })),
      ),
    },
  };
}
