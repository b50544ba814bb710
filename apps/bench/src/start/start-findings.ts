import { median, formatRounds, percentile, formatNumber } from '../statistics.ts';
import type { Findings, BenchParameters } from '../measurement.ts';
import type { LeadTimestamps } from './lead-timestamps.ts';

export interface BareStart {
  workflowId: string;
  /** When it was asked for, in milliseconds since the epoch. */
  requestedAt: number;
  /** How long the call took, in milliseconds. */
  durationMilliseconds: number;
}

interface Rounds {
  parameters: BenchParameters;
  rounds: LeadTimestamps[][];
  bare: (BareStart & { startedAt: number })[][];
}

const TARGET_RATIO = 3;

/** The way of a lead, hop by hop. */
const hops: readonly { name: string; from: keyof LeadTimestamps; to: keyof LeadTimestamps }[] = [
  { name: 'answered 202 → captured event sent to Kafka', from: 'acceptedAt', to: 'capturedAt' },
  { name: 'captured → judged event sent to Kafka', from: 'capturedAt', to: 'judgedAt' },
  { name: 'judged → workflow started', from: 'judgedAt', to: 'startedAt' },
  { name: 'workflow started → its first task', from: 'startedAt', to: 'firstTaskAt' },
];

/** Percentiles of each round, so that one bad round does not decide alone. */
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
  const toSameMoment = ours / median(over(bare, 0.99, ({ requestedAt, startedAt }) => startedAt - requestedAt));
  const toAnswer = ours / median(over(bare, 0.99, ({ durationMilliseconds }) => durationMilliseconds));
  return {
    title: 'From the answer 202 to the started workflow',
    conditions: [
      `${parameters.rounds} rounds of ${parameters.seconds} s for each side, ${parameters.rate} a second, sent whether or not the ones before have ended`,
      'p50 and p99 of each round; median over the rounds (lowest to highest)',
    ],
    tables: [
      {
        columns: ['', 'p50, ms', 'p99, ms'],
        rows: [
          row('lead: answered 202 → workflow started', rounds, toStart),
          row('bare start: asked → workflow started', bare, ({ requestedAt, startedAt }) => startedAt - requestedAt),
          row('bare start: asked → call answered', bare, ({ durationMilliseconds }) => durationMilliseconds),
        ],
      },
      {
        columns: ['hop of a lead', 'p50, ms', 'p99, ms'],
        rows: hops.map(({ name, from, to }) => row(name, rounds, (moments) => moments[to] - moments[from])),
      },
    ],
    targets: [
      {
        metric: "p99, beside the bare start's until its call is answered",
        target: `at most ${TARGET_RATIO} times`,
        measured: `${formatNumber(toAnswer)} times`,
        isMet: toAnswer <= TARGET_RATIO,
      },
      {
        metric: "p99, beside the bare start's until the same moment",
        target: `at most ${TARGET_RATIO} times`,
        measured: `${formatNumber(toSameMoment)} times`,
        isMet: toSameMoment <= TARGET_RATIO,
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
