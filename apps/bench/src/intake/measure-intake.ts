import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ApiClient, createIntegrationKey, runningProcesses } from '@baton/testing';
import { ChildScript } from '../child-script.ts';
import { median, formatRounds, formatNumber } from '../statistics.ts';
import { processorTime, usedBetween } from '../processor-time.ts';
import { alternate } from '../measurement.ts';
import type { Findings, BenchParameters, ReportProgress } from '../measurement.ts';
import type { BenchSystem } from '../bench-system.ts';
import { realisticShares } from './lead-stream.ts';
import type { LeadMix } from './lead-stream.ts';
import type { LoadRequest, LoadResult } from './load-generator.ts';

const TARGET_RATIO = 8;
const PEER = 'typical service';
const WARM_UP_SECONDS = 1;

interface Side {
  name: string;
  port: number;
  mix: LeadMix;
  /** The table, with its condition, that has one row for each stored lead. */
  storedIn: string;
  rounds: Round[];
}

interface Round extends LoadResult {
  outboxRows: number;
  /** Microseconds of processor time per response, by process. */
  processorMicroseconds: Record<string, number>;
}

const countOf = async (pool: pg.Pool, from: string): Promise<number> =>
  Number((await pool.query<{ count: string }>(`SELECT count(*) FROM ${from}`)).rows[0]?.count);

/** Sending the rest of the outbox to Kafka would slow down the next measurement. */
async function waitForEmptyOutbox(pool: pg.Pool): Promise<void> {
  while ((await countOf(pool, 'intake.outbox')) > 0) await pause(100);
}

const ACCEPTED_SUBMISSIONS = "intake.raw_submission WHERE status = 'accepted'";
const PEER_LEADS = 'bench.lead';

/** Durable responses per second of intake, compared with a typical service. */
export async function measureIntake(
  system: BenchSystem,
  parameters: BenchParameters,
  report: ReportProgress,
): Promise<Findings> {
  const pool = new pg.Pool({ connectionString: system.postgres, max: 2 });
  await pool.query('CREATE SCHEMA IF NOT EXISTS bench');
  const peer = new ChildScript<{ port: number }>(
    new URL('typical-service.ts', import.meta.url),
    { postgres: system.postgres },
    [`--import=${new URL('../compile-decorators.ts', import.meta.url).href}`],
  );
  try {
    const key = await createIntegrationKey(new ApiClient(system.services), { scopes: ['write-leads'] }, ['intake']);
    const intakePort = Number(new URL(system.services.intake).port);
    const { port: peerPort } = await peer.firstMessage();
    const sides: Side[] = [
      { name: `${PEER}, unique people`, port: peerPort, mix: 'unique', storedIn: PEER_LEADS, rounds: [] },
      { name: 'intake, unique people', port: intakePort, mix: 'unique', storedIn: ACCEPTED_SUBMISSIONS, rounds: [] },
      { name: 'intake, realistic mix', port: intakePort, mix: 'realistic', storedIn: ACCEPTED_SUBMISSIONS, rounds: [] },
      { name: `${PEER}, realistic mix`, port: peerPort, mix: 'realistic', storedIn: PEER_LEADS, rounds: [] },
    ];
    let series = 0;
    const processes = runningProcesses(system.stateFile).set(PEER, peer.pid);
    const load = async (side: Side, seconds: number): Promise<Round> => {
      const { port, mix, storedIn } = side;
      const before = await countOf(pool, storedIn);
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
      const responses = total(result.responses);
      const outboxRows = await countOf(pool, 'intake.outbox');
      assertStored(result, (await countOf(pool, storedIn)) - before);
      await waitForEmptyOutbox(pool);
      const processor = Object.fromEntries([...spent].map(([name, time]) => [name, (time * 1e6) / responses]));
      return { ...result, outboxRows, processorMicroseconds: processor };
    };
    for (const side of sides) await load(side, Math.min(parameters.seconds, 5));
    await alternate(
      parameters.rounds,
      sides.map((side) => async (round) => {
        const result = await load(side, parameters.seconds);
        side.rounds.push(result);
        report(`  round ${round + 1}, ${side.name}: ${formatNumber(result.perSecond)} 202 responses per second`);
      }),
    );
    return findings(sides, parameters);
  } finally {
    await peer.stop();
    await pool.end();
  }
}

/** Both services respond with 202 only after they have stored the lead. */
function assertStored({ accepted }: LoadResult, stored: number): void {
  if (stored < accepted) throw new Error(`${accepted} leads got a 202 response, but only ${stored} are stored`);
}

function findings(sides: readonly Side[], parameters: BenchParameters): Findings {
  const rateOf = (storedIn: string, mix: LeadMix): number =>
    median(
      sides
        .filter((side) => side.storedIn === storedIn && side.mix === mix)
        .flatMap(({ rounds }) => rounds.map(({ perSecond }) => perSecond)),
    );
  const ratioOf = (mix: LeadMix): number => {
    const peers = rateOf(PEER_LEADS, mix);
    if (peers > 0) return rateOf(ACCEPTED_SUBMISSIONS, mix) / peers;
    throw new Error(`The ${PEER} sent no response. The machine is too busy to measure.`);
  };
  const targetFor = (name: string, mix: LeadMix) => ({
    metric: `${name}: responses, compared with the ${PEER}`,
    target: `at least ${TARGET_RATIO} times`,
    measured: `${formatNumber(ratioOf(mix))} times`,
    isMet: ratioOf(mix) >= TARGET_RATIO,
  });
  const otherResponses = (side: Side): string =>
    String(side.rounds.reduce((sum, { responses }) => sum + total(responses) - (responses['202'] ?? 0), 0));
  return {
    title: 'Durable 202 responses per second',
    conditions: [
      `${parameters.rounds} rounds of ${parameters.seconds} s for each side, ${parameters.connections} keep-alive connections`,
      'every request has an Idempotency-Key and an API key; intake runs with its outbox relay and without other services',
      `realistic mix: ${realisticShares.knownPerson * 100} % known people, ${realisticShares.repeated * 100} % repeated requests`,
      'median over the rounds (lowest to highest)',
    ],
    tables: [
      {
        columns: ['', '202 per second', 'p50, ms', 'p99, ms', 'other responses', 'outbox rows at the end'],
        rows: sides.map((side) => [
          side.name,
          formatRounds(side.rounds.map(({ perSecond }) => perSecond)),
          formatRounds(side.rounds.map(({ p50Milliseconds }) => p50Milliseconds)),
          formatRounds(side.rounds.map(({ p99Milliseconds }) => p99Milliseconds)),
          otherResponses(side),
          side.storedIn === ACCEPTED_SUBMISSIONS ? formatRounds(side.rounds.map(({ outboxRows }) => outboxRows)) : '',
        ]),
      },
      {
        columns: ['processor time per response, µs', ...sides.map(({ name }) => name)],
        rows: Object.keys(sides[0]?.rounds[0]?.processorMicroseconds ?? {}).map((name) => [
          name,
          ...sides.map(({ rounds }) =>
            formatNumber(median(rounds.map(({ processorMicroseconds }) => processorMicroseconds[name] ?? NaN))),
          ),
        ]),
      },
    ],
    targets: [targetFor('unique people', 'unique'), targetFor('realistic mix', 'realistic')],
    figures: sides.map(({ name, rounds }) => ({ name, rounds })),
  };
}

const total = (responses: Record<string, number>): number =>
  Object.values(responses).reduce((sum, count) => sum + count, 0);
