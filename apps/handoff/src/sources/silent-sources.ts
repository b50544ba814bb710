import { leadCaptured } from '@baton/contracts';
import { MINIMUM_DAYS_WITH_LEADS, silentFrom, SOURCE_HISTORY_DAYS, WorkingTimeCache } from '@baton/domain';
import type { LeadHour, WorkingTime } from '@baton/domain';
import { databaseTime, KafkaConnection, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { agreementCalendar } from '@baton/service/calendar';
import type { SilentSourceFindings, SilentSourcesActivities } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { SOURCES_GROUP } from './consumer-group.ts';
import { closeSourceTicket, openSourceTicket, SOURCE_SILENT } from './source-ticket.ts';

/** Older leads must have been consumed before a source counts as silent. */
const CONSUMED_WITHIN_MILLISECONDS = 5 * 60_000;

/** Opens a ticket for each source that is silent compared with its own history, and closes those of the others. */
@Injectable()
export class SilentSources {
  readonly #kafka: KafkaConnection;
  readonly #on: SqlExecutor;
  readonly #agreements: AgreementStore;
  readonly #times = new WorkingTimeCache();

  constructor(kafka: KafkaConnection, pool: PgPool, agreements: AgreementStore) {
    this.#kafka = kafka;
    this.#on = sqlExecutorOf(pool);
    this.#agreements = agreements;
  }

  asActivities(): SilentSourcesActivities {
    return { detectSilentSources: async () => this.check(new Date(await databaseTime(this.#on))) };
  }

  /** @throws Error while leads wait to be consumed, because their sources would seem silent. */
  async check(now: Date): Promise<SilentSourceFindings> {
    await this.#assertLeadsConsumed(now);
    await this.#deleteOldHours(now);
    const sources = await this.#sourcesToCheck();
    const silent: string[] = [];
    for (const source of sources) if (await this.#isSilent(source, now)) silent.push(source);
    return { checked: sources.length, silent };
  }

  async #isSilent(source: string, now: Date): Promise<boolean> {
    const hours = await this.#hoursOf(source);
    const from = silentFrom(hours, await this.#workingTime(source, now));
    const isSilent = from !== undefined && Date.parse(from) <= now.getTime();
    if (isSilent) await openSourceTicket(this.#on, { source, lastLeadAt: lastLeadAt(hours), silentFrom: from });
    // Also closes the ticket of a source that has been gone for so long that it has no history left.
    else await closeSourceTicket(this.#on, source, now.toISOString());
    return isSilent;
  }

  async #workingTime(source: string, now: Date): Promise<WorkingTime> {
    const version = await this.#agreements.currentVersionFor({ sources: [source] });
    const agreement = await this.#agreements.document(version ?? 1);
    return this.#times.of(agreementCalendar(agreement, now.toISOString()));
  }

  /** Sources with enough history, and sources with an open ticket. Most sources have neither. */
  async #sourcesToCheck(): Promise<string[]> {
    const rows = await this.#on.query<{ source: string }[]>(
      `SELECT source FROM handoff.source_hour
       GROUP BY source HAVING count(DISTINCT (hour AT TIME ZONE 'UTC')::date) >= $1
       UNION SELECT cause->>'source' FROM handoff.ticket WHERE kind = $2 AND closed_at IS NULL
       ORDER BY source`,
      [MINIMUM_DAYS_WITH_LEADS, SOURCE_SILENT],
    );
    return rows.map(({ source }) => source);
  }

  async #hoursOf(source: string): Promise<LeadHour[]> {
    const rows = await this.#on.query<{ first_at: Date; last_at: Date }[]>(
      'SELECT first_at, last_at FROM handoff.source_hour WHERE source = $1 ORDER BY hour',
      [source],
    );
    return rows.map(({ first_at, last_at }) => ({
      firstAt: first_at.toISOString(),
      lastAt: last_at.toISOString(),
    }));
  }

  async #deleteOldHours(now: Date): Promise<void> {
    await this.#on.query(`DELETE FROM handoff.source_hour WHERE hour < $1::timestamptz - $2 * interval '1 day'`, [
      now.toISOString(),
      SOURCE_HISTORY_DAYS,
    ]);
  }

  async #assertLeadsConsumed(now: Date): Promise<void> {
    const { topic } = leadCaptured;
    const isBehind = await this.#kafka.withAdmin(async (admin) => {
      const due = await admin.fetchTopicOffsetsByTimestamp(topic, now.getTime() - CONSUMED_WITHIN_MILLISECONDS);
      const [committed] = await admin.fetchOffsets({ groupId: SOURCES_GROUP, topics: [topic] });
      const committedOffsets = new Map(
        committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]),
      );
      return due.some(({ partition, offset }) => Number(offset) > Math.max(committedOffsets.get(partition) ?? 0, 0));
    });
    if (isBehind)
      throw new Error(`The consumer group ${SOURCES_GROUP} is behind: sources are checked after it has caught up`);
  }
}

const lastLeadAt = (hours: readonly LeadHour[]): string => hours.at(-1)?.lastAt ?? '';
