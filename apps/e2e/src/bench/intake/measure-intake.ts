import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Outside } from '../../system/outside.ts';
import { Child } from '../child.ts';
import { median, overRounds, shown } from '../figures.ts';
import { processorTime, runningProcesses, usedBetween } from '../processor-time.ts';
import { inTurns } from '../measurement.ts';
import type { Findings, Sizes, Tell } from '../measurement.ts';
import type { BenchSystem } from '../system.ts';
import { realisticShares } from './lead-stream.ts';
import type { Mix } from './lead-stream.ts';
import type { LoadRequest, LoadResult } from './load.ts';

const AIMED_SHARE = 0.4;
const WARM_UP_SECONDS = 1;

interface Side {
  name: string;
  port: number;
  mix: Mix;
  isIntake: boolean;
  rounds: Round[];
}

interface Round extends LoadResult {
  waiting: number;
  /** Microseconds of processor time for one answer, by process. */
  processor: Record<string, number>;
}

async function apiKey({ services }: BenchSystem): Promise<string> {
  const body = { name: 'bench', roles: ['integration'] };
  const answer = await new Outside(services).call('intake', '/api-keys', { as: 'adam', method: 'POST', body });
  if (answer.status !== 201) throw new Error(`No API key was made: ${answer.status} ${answer.text}`);
  return (answer.body as { key: string }).key;
}

const countOf = async (pool: pg.Pool, from: string): Promise<number> =>
  Number((await pool.query<{ count: string }>(`SELECT count(*) FROM ${from}`)).rows[0]?.count);

/** What intake still sends to Kafka would slow down whoever is measured next. */
async function outboxIsEmpty(pool: pg.Pool): Promise<void> {
  while ((await countOf(pool, 'intake.outbox')) > 0) await pause(100);
}

const RECEIPTS = "intake.raw_receipt WHERE status = 'accepted'";

/** (a) Durable answers a second of intake, beside those of a Fastify that keeps nothing. */
export async function measureIntake(system: BenchSystem, sizes: Sizes, tell: Tell): Promise<Findings> {
  const pool = new pg.Pool({ connectionString: system.postgres, max: 2 });
  const bare = new Child<{ port: number }>(new URL('bare-fastify.ts', import.meta.url), {});
  try {
    const key = await apiKey(system);
    const intakePort = Number(new URL(system.services.intake).port);
    const { port: barePort } = await bare.message();
    const sides: Side[] = [
      { name: 'bare Fastify, nobody twice', port: barePort, mix: 'different', isIntake: false, rounds: [] },
      { name: 'intake, nobody twice', port: intakePort, mix: 'different', isIntake: true, rounds: [] },
      { name: 'intake, realistic mix', port: intakePort, mix: 'realistic', isIntake: true, rounds: [] },
      { name: 'bare Fastify, realistic mix', port: barePort, mix: 'realistic', isIntake: false, rounds: [] },
    ];
    let series = 0;
    const processes = runningProcesses(system.runningState).set('bare Fastify', bare.pid);
    const load = async (side: Side, seconds: number): Promise<Round> => {
      const { port, mix, isIntake } = side;
      const before = await countOf(pool, RECEIPTS);
      series += 1;
      const request: LoadRequest = {
        ...{ port, apiKey: key, mix, series, connections: sizes.connections, warmUpSeconds: WARM_UP_SECONDS, seconds },
      };
      const loader = new Child<LoadResult>(new URL('load.ts', import.meta.url), request);
      const running = new Map(processes).set('load', loader.pid);
      const begin = processorTime(running);
      const used = async (): Promise<[LoadResult, ReturnType<typeof processorTime>]> => [
        await loader.message(),
        usedBetween(begin, processorTime(running)),
      ];
      const [result, spent] = await used().finally(() => loader.stop());
      const answers = total(result.answers);
      const waiting = isIntake ? await countOf(pool, 'intake.outbox') : 0;
      if (isIntake) assertStored(result, (await countOf(pool, RECEIPTS)) - before);
      await outboxIsEmpty(pool);
      const processor = Object.fromEntries([...spent].map(([name, time]) => [name, (time * 1e6) / answers]));
      return { ...result, waiting, processor };
    };
    for (const side of sides) await load(side, Math.min(sizes.seconds, 5));
    await inTurns(
      sizes.rounds,
      sides.map((side) => async (round) => {
        const result = await load(side, sizes.seconds);
        side.rounds.push(result);
        tell(`  round ${round + 1}, ${side.name}: ${shown(result.perSecond)} answers 202 a second`);
      }),
    );
    return findings(sides, sizes);
  } finally {
    await bare.stop();
    await pool.end();
  }
}

/** An answer 202 is a promise: what is not in the table was not durable. */
function assertStored({ firsts }: LoadResult, stored: number): void {
  if (stored < firsts) throw new Error(`${firsts} leads were answered 202, and only ${stored} are stored`);
}

function findings(sides: readonly Side[], sizes: Sizes): Findings {
  const rateOf = (isIntake: boolean, mix: Mix): number =>
    median(
      sides
        .filter((side) => side.isIntake === isIntake && side.mix === mix)
        .flatMap(({ rounds }) => rounds.map(({ perSecond }) => perSecond)),
    );
  const shareOf = (mix: Mix): number => {
    const peers = rateOf(false, mix);
    if (peers > 0) return rateOf(true, mix) / peers;
    throw new Error('The bare Fastify answered nothing: the machine is too busy to measure anything on it');
  };
  const aim = (what: string, mix: Mix) => ({
    what: `${what}: share of the bare Fastify's answers`,
    aim: `at least ${AIMED_SHARE}`,
    got: shown(shareOf(mix)),
    isMet: shareOf(mix) >= AIMED_SHARE,
  });
  const others = (side: Side): string =>
    String(side.rounds.reduce((sum, { answers }) => sum + total(answers) - (answers['202'] ?? 0), 0));
  return {
    title: 'Durable answers 202 a second',
    conditions: [
      `${sizes.rounds} rounds of ${sizes.seconds} s for each side, ${sizes.connections} connections that stay open`,
      'every request with an Idempotency-Key and an API key; intake with its outbox relay, no service behind it',
      `realistic mix: ${realisticShares.knownPerson * 100} % known people again, ${realisticShares.repeated * 100} % repeated requests`,
      'median over the rounds (lowest to highest)',
    ],
    tables: [
      {
        columns: ['', '202 a second', 'p50, ms', 'p99, ms', 'other answers', 'outbox rows at the end'],
        rows: sides.map((side) => [
          side.name,
          overRounds(side.rounds.map(({ perSecond }) => perSecond)),
          overRounds(side.rounds.map(({ p50 }) => p50)),
          overRounds(side.rounds.map(({ p99 }) => p99)),
          others(side),
          side.isIntake ? overRounds(side.rounds.map(({ waiting }) => waiting)) : '',
        ]),
      },
      {
        columns: ['processor time of one answer, µs', ...sides.map(({ name }) => name)],
        rows: Object.keys(sides[0]?.rounds[0]?.processor ?? {}).map((name) => [
          name,
          ...sides.map(({ rounds }) => shown(median(rounds.map(({ processor }) => processor[name] ?? NaN)))),
        ]),
      },
    ],
    aims: [aim('nobody twice', 'different'), aim('realistic mix', 'realistic')],
    figures: sides.map(({ name, rounds }) => ({ name, rounds })),
  };
}

const total = (answers: Record<string, number>): number =>
  Object.values(answers).reduce((sum, count) => sum + count, 0);
