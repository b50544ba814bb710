import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import { firstLead } from '../system/first-lead.ts';

const urls = {
  issuer: 'http://127.0.0.1:8100',
  intake: 'http://127.0.0.1:8101',
  handoff: 'http://127.0.0.1:8103',
  reporting: 'http://127.0.0.1:8104',
};
const WAIT_MILLISECONDS = 120_000;

/** What the reports count of the lead. */
export interface ReportedLead {
  readonly handoffId: string;
  readonly transferred: number;
  readonly sql: number;
}

async function call(person: string, method: 'GET' | 'POST', url: string, body?: object): Promise<unknown> {
  const token = await (await fetch(`${urls.issuer}/token?person=${person}`)).text();
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} responded ${response.status}: ${text.slice(0, 500)}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

async function eventually<Result>(what: string, probe: () => Promise<Result | undefined>): Promise<Result> {
  const end = Date.now() + WAIT_MILLISECONDS;
  let reason = '';
  while (Date.now() < end) {
    try {
      const result = await probe();
      if (result !== undefined) return result;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    await pause(1000);
  }
  throw new Failure(
    `Within ${WAIT_MILLISECONDS / 1000} s it did not happen that ${what}. ${reason}`,
    'See the logs above.',
  );
}

/** Sends a lead and works on it until it is an SQL in the report. */
export async function sendLead(): Promise<ReportedLead> {
  await call('marina', 'POST', `${urls.intake}/leads`, firstLead);
  const { handoffId, ownerId } = await eventually('somebody owns the handoff', openHandoff);
  const command = (name: string, body: object = {}): Promise<unknown> =>
    call(ownerId, 'POST', `${urls.handoff}/handoffs/${handoffId}/${name}`, body);
  const evidence = { kind: 'call-record', reference: 'call-17' };
  await command('accept');
  await command('touches', { channel: 'call', outcome: 'reached', evidence });
  const answers = ['need', 'decision-maker', 'budget'].map((question) => ({ question, answer: 'yes', evidence }));
  await command('qualify', { answers });
  return reportedLead(handoffId);
}

/** The lead as the report counts it, once it is an SQL there. */
export const reportedLead = (handoffId: string): Promise<ReportedLead> =>
  eventually('the report counts the lead as an SQL', async () => {
    const report = (await call('marina', 'GET', `${urls.reporting}/reports/passed-conversion`)) as {
      total: { transferred?: number; sql?: number };
    };
    const { transferred = 0, sql = 0 } = report.total;
    return sql > 0 ? { handoffId, transferred, sql } : undefined;
  });

/** The handoff of the lead, as its team lead sees it. */
async function openHandoff(): Promise<{ handoffId: string; ownerId: string } | undefined> {
  const { handoffs = [] } = (await call('tatiana', 'GET', `${urls.handoff}/handoffs?open=true`)) as {
    handoffs?: { handoffId: string; ownerId?: string | null }[];
  };
  const [first] = handoffs;
  return first?.ownerId ? { handoffId: first.handoffId, ownerId: first.ownerId } : undefined;
}
