import { median, overRounds, percentile, shown } from '../figures.ts';
import type { Findings, Sizes } from '../measurement.ts';
import type { Moments } from './moments.ts';

export interface BareStart {
  workflowId: string;
  /** When it was asked for, in milliseconds since the epoch. */
  asked: number;
  /** How long the call took, in milliseconds. */
  took: number;
}

interface Rounds {
  sizes: Sizes;
  rounds: Moments[][];
  bare: (BareStart & { started: number })[][];
}

const AIMED_TIMES = 3;

/** The way of a lead, hop by hop. */
const hops: readonly { name: string; from: keyof Moments; to: keyof Moments }[] = [
  { name: 'answered 202 → captured event sent to Kafka', from: 'accepted', to: 'captured' },
  { name: 'captured → judged event sent to Kafka', from: 'captured', to: 'judged' },
  { name: 'judged → workflow started', from: 'judged', to: 'started' },
  { name: 'workflow started → its first task', from: 'started', to: 'transferring' },
];

/** Percentiles of each round, so that one bad round does not decide alone. */
export function startFindings({ sizes, rounds, bare }: Rounds): Findings {
  const over = <Item>(all: Item[][], share: number, of: (item: Item) => number): number[] =>
    all.map((round) => percentile(round.map(of), share));
  const row = <Item>(name: string, all: Item[][], of: (item: Item) => number): string[] => [
    name,
    overRounds(over(all, 0.5, of)),
    overRounds(over(all, 0.99, of)),
  ];
  const toStart = ({ accepted, started }: Moments): number => started - accepted;
  const ours = median(over(rounds, 0.99, toStart));
  const toSameMoment = ours / median(over(bare, 0.99, ({ asked, started }) => started - asked));
  const toAnswer = ours / median(over(bare, 0.99, ({ took }) => took));
  return {
    title: 'From the answer 202 to the started workflow',
    conditions: [
      `${sizes.rounds} rounds of ${sizes.seconds} s for each side, ${sizes.rate} a second, sent whether or not the ones before have ended`,
      'p50 and p99 of each round; median over the rounds (lowest to highest)',
    ],
    tables: [
      {
        columns: ['', 'p50, ms', 'p99, ms'],
        rows: [
          row('lead: answered 202 → workflow started', rounds, toStart),
          row('bare start: asked → workflow started', bare, ({ asked, started }) => started - asked),
          row('bare start: asked → call answered', bare, ({ took }) => took),
        ],
      },
      {
        columns: ['hop of a lead', 'p50, ms', 'p99, ms'],
        rows: hops.map(({ name, from, to }) => row(name, rounds, (moments) => moments[to] - moments[from])),
      },
    ],
    aims: [
      {
        what: "p99, beside the bare start's until its call is answered",
        aim: `at most ${AIMED_TIMES} times`,
        got: `${shown(toAnswer)} times`,
        isMet: toAnswer <= AIMED_TIMES,
      },
      {
        what: "p99, beside the bare start's until the same moment",
        aim: `at most ${AIMED_TIMES} times`,
        got: `${shown(toSameMoment)} times`,
        isMet: toSameMoment <= AIMED_TIMES,
      },
    ],
    figures: {
      leads: rounds,
      bare: bare.map((round) => round.map(({ asked, took, started }) => ({ asked, took, started }))),
    },
  };
}
