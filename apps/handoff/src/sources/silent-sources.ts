import { leadCaptured } from '@baton/contracts';
import { durationMilliseconds, hasUsualPace, silentFrom, WorkingTimeCache } from '@baton/domain';
import type { Agreement, LeadHour } from '@baton/domain';
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
    const silent: string[] = [];
    let checked = 0;
    for (const source of await this.#sources()) {
      const agreement = await this.#agreementFor(source);
      await this.#deleteOldHours(source, agreement, now);
      const hours = await this.#hoursOf(source);
      if (hasUsualPace(hours, agreement.silentSources)) checked++;
      if (await this.#isSilent(source, hours, agreement, now)) silent.push(source);
    }
    return { checked, silent };
  }

  async #isSilent(source: string, hours: LeadHour[], agreement: Agreement, now: Date): Promise<boolean> {
    const time = this.#times.of(agreementCalendar(agreement, now.toISOString()));
    const from = silentFrom(hours, time, agreement.silentSources);
    const isSilent = from !== undefined && Date.parse(from) <= now.getTime();
    if (isSilent) await openSourceTicket(this.#on, { source, lastLeadAt: lastLeadAt(hours), silentFrom: from });
    // Also closes the ticket of a source that has been gone for so long that it has no history left.
    else await closeSourceTicket(this.#on, source, now.toISOString());
    return isSilent;
  }

  async #agreementFor(source: string): Promise<Agreement> {
    const version = await this.#agreements.currentVersionFor({ sources: [source] });
    return this.#agreements.document(version ?? 1);
  }

  /** Sources with a history, and sources with an open ticket. */
  async #sources(): Promise<string[]> {
    const rows = await this.#on.query<{ source: string }[]>(
      `SELECT source FROM handoff.source_hour
       UNION SELECT cause->>'source' FROM handoff.ticket WHERE kind = $1 AND closed_at IS NULL ORDER BY source`,
      [SOURCE_SILENT],
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

  async #deleteOldHours(source: string, { silentSources }: Agreement, now: Date): Promise<void> {
    const oldest = new Date(now.getTime() - durationMilliseconds(silentSources.history));
    await this.#on.query('DELETE FROM handoff.source_hour WHERE source = $1 AND hour < $2', [source, oldest]);
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
