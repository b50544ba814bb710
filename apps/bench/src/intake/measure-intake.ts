import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ApiClient, runningProcesses } from '@baton/testing';
import { ChildScript } from '../child-script.ts';
import { median, formatRounds, formatNumber } from '../statistics.ts';
import { processorTime, usedBetween } from '../processor-time.ts';
import { alternate } from '../measurement.ts';
import type { Findings, BenchParameters, ReportProgress } from '../measurement.ts';
import type { BenchSystem } from '../bench-system.ts';
import { realisticShares } from './lead-stream.ts';
import type { LeadMix } from './lead-stream.ts';
import type { LoadRequest, LoadResult } from './load-generator.ts';

const TARGET_SHARE = 0.4;
const WARM_UP_SECONDS = 1;

interface Side {
  name: string;
  port: number;
  mix: LeadMix;
  isIntake: boolean;
  rounds: Round[];
}

interface Round extends LoadResult {
  outboxRows: number;
  /** Microseconds of processor time for one answer, by process. */
  processorMicroseconds: Record<string, number>;
}

async function createApiKey({ services }: BenchSystem): Promise<string> {
  const body = { name: 'bench', roles: ['integration'] };
  const answer = await new ApiClient(services).call('intake', '/api-keys', { as: 'adam', method: 'POST', body });
  if (answer.status !== 201) throw new Error(`No API key was made: ${answer.status} ${answer.text}`);
  return (answer.body as { key: string }).key;
}

const countOf = async (pool: pg.Pool, from: string): Promise<number> =>
  Number((await pool.query<{ count: string }>(`SELECT count(*) FROM ${from}`)).rows[0]?.count);

/** What intake still sends to Kafka would slow down whoever is measured next. */
async function waitForEmptyOutbox(pool: pg.Pool): Promise<void> {
  while ((await countOf(pool, 'intake.outbox')) > 0) await pause(100);
}

const ACCEPTED_RECEIPTS = "intake.raw_submission WHERE status = 'accepted'";

/** (a) Durable answers a second of intake, beside those of a Fastify that keeps nothing. */
export async function measureIntake(
  system: BenchSystem,
  parameters: BenchParameters,
  report: ReportProgress,
): Promise<Findings> {
  const pool = new pg.Pool({ connectionString: system.postgres, max: 2 });
  const bare = new ChildScript<{ port: number }>(new URL('bare-fastify.ts', import.meta.url), {});
  try {
    const key = await createApiKey(system);
    const intakePort = Number(new URL(system.services.intake).port);
    const { port: barePort } = await bare.firstMessage();
    const sides: Side[] = [
      { name: 'bare Fastify, nobody twice', port: barePort, mix: 'unique', isIntake: false, rounds: [] },
      { name: 'intake, nobody twice', port: intakePort, mix: 'unique', isIntake: true, rounds: [] },
      { name: 'intake, realistic mix', port: intakePort, mix: 'realistic', isIntake: true, rounds: [] },
      { name: 'bare Fastify, realistic mix', port: barePort, mix: 'realistic', isIntake: false, rounds: [] },
    ];
    let series = 0;
    const processes = runningProcesses(system.stateFile).set('bare Fastify', bare.pid);
    const load = async (side: Side, seconds: number): Promise<Round> => {
      const { port, mix, isIntake } = side;
      const before = await countOf(pool, ACCEPTED_RECEIPTS);
      series += 1;
      const request: LoadRequest = {
        port,
        apiKey: key,
        mix,
        series,
        connections: parameters.connections,
        warmUpSeconds: WARM_UP_SECONDS,
        seconds,
      };
      const loader = new ChildScript<LoadResult>(new URL('load-generator.ts', import.meta.url), request);
      const running = new Map(processes).set('load', loader.pid);
      const begin = processorTime(running);
      const used = async (): Promise<[LoadResult, ReturnType<typeof processorTime>]> => [
        await loader.firstMessage(),
        usedBetween(begin, processorTime(running)),
      ];
      const [result, spent] = await used().finally(() => loader.stop());
      const answers = total(result.responses);
      const waiting = isIntake ? await countOf(pool, 'intake.outbox') : 0;
      if (isIntake) assertStored(result, (await countOf(pool, ACCEPTED_RECEIPTS)) - before);
      await waitForEmptyOutbox(pool);
      const processor = Object.fromEntries([...spent].map(([name, time]) => [name, (time * 1e6) / answers]));
      return { ...result, outboxRows: waiting, processorMicroseconds: processor };
    };
    for (const side of sides) await load(side, Math.min(parameters.seconds, 5));
    await alternate(
      parameters.rounds,
      sides.map((side) => async (round) => {
        const result = await load(side, parameters.seconds);
        side.rounds.push(result);
        report(`  round ${round + 1}, ${side.name}: ${formatNumber(result.perSecond)} answers 202 a second`);
      }),
    );
    return findings(sides, parameters);
  } finally {
    await bare.stop();
    await pool.end();
  }
}

/** An answer 202 is a promise: what is not in the table was not durable. */
function assertStored({ accepted: firsts }: LoadResult, stored: number): void {
  if (stored < firsts) throw new Error(`${firsts} leads were answered 202, and only ${stored} are stored`);
}

function findings(sides: readonly Side[], parameters: BenchParameters): Findings {
  const rateOf = (isIntake: boolean, mix: LeadMix): number =>
    median(
      sides
        .filter((side) => side.isIntake === isIntake && side.mix === mix)
        .flatMap(({ rounds }) => rounds.map(({ perSecond }) => perSecond)),
    );
  const shareOf = (mix: LeadMix): number => {
    const peers = rateOf(false, mix);
    if (peers > 0) return rateOf(true, mix) / peers;
    throw new Error('The bare Fastify answered nothing: the machine is too busy to measure anything on it');
  };
  const aim = (what: string, mix: LeadMix) => ({
    metric: `${what}: share of the bare Fastify's answers`,
    target: `at least ${TARGET_SHARE}`,
    measured: formatNumber(shareOf(mix)),
    isMet: shareOf(mix) >= TARGET_SHARE,
  });
  const others = (side: Side): string =>
    String(side.rounds.reduce((sum, { responses: answers }) => sum + total(answers) - (answers['202'] ?? 0), 0));
  return {
    title: 'Durable answers 202 a second',
    conditions: [
      `${parameters.rounds} rounds of ${parameters.seconds} s for each side, ${parameters.connections} connections that stay open`,
      'every request with an Idempotency-Key and an API key; intake with its outbox relay, no service behind it',
      `realistic mix: ${realisticShares.knownPerson * 100} % known people again, ${realisticShares.repeated * 100} % repeated requests`,
      'median over the rounds (lowest to highest)',
    ],
    tables: [
      {
        columns: ['', '202 a second', 'p50, ms', 'p99, ms', 'other answers', 'outbox rows at the end'],
        rows: sides.map((side) => [
          side.name,
          formatRounds(side.rounds.map(({ perSecond }) => perSecond)),
          formatRounds(side.rounds.map(({ p50Milliseconds: p50 }) => p50)),
          formatRounds(side.rounds.map(({ p99Milliseconds: p99 }) => p99)),
          others(side),
          side.isIntake ? formatRounds(side.rounds.map(({ outboxRows: waiting }) => waiting)) : '',
        ]),
      },
      {
        columns: ['processor time of one answer, µs', ...sides.map(({ name }) => name)],
        rows: Object.keys(sides[0]?.rounds[0]?.processorMicroseconds ?? {}).map((name) => [
          name,
          ...sides.map(({ rounds }) =>
            formatNumber(median(rounds.map(({ processorMicroseconds: processor }) => processor[name] ?? NaN))),
          ),
        ]),
      },
    ],
    targets: [aim('nobody twice', 'unique'), aim('realistic mix', 'realistic')],
    figures: sides.map(({ name, rounds }) => ({ name, rounds })),
  };
}

const total = (answers: Record<string, number>): number =>
  Object.values(answers).reduce((sum, count) => sum + count, 0);
