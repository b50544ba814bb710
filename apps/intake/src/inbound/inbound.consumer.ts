import { eventSourceName, topics } from '@baton/contracts';
import { activeTraceparent, subscription } from '@baton/messaging';
import type { ReceivedMessage, SqlExecutor } from '@baton/messaging';
import { KafkaConsumers, Outbox } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { AgreementCalendars } from '../agreements/agreement-calendars.ts';
import { CaptureMetrics } from '../capture/capture-metrics.ts';
import { captureLeads } from '../capture/capture-leads.ts';
import { digest } from '../capture/digest.ts';
import { leadKeys } from '../capture/lead-keys.ts';
import { positionDigest, parseMessage, receiptTime } from '../capture/parse-message.ts';
import type { ParsedMessage } from '../capture/parse-message.ts';
import type { Submission } from '../capture/submission.ts';
import { IntakeConfig } from '../intake.config.ts';
import { problemCodes } from '../parsing/parse-lead.ts';
import { quarantineMessage } from '../quarantine/quarantine-message.ts';
import { reviewDeadline } from '../quarantine/review-deadline.ts';

/** The Kafka entry point: leads on the open topic, as binary or structured CloudEvents or as bare JSON. */
@Injectable()
export class InboundConsumer {
  readonly #outbox: Outbox;
  readonly #captureMetrics: CaptureMetrics;
  readonly #calendars: AgreementCalendars;

  constructor(
    consumers: KafkaConsumers,
    outbox: Outbox,
    config: IntakeConfig,
    captureMetrics: CaptureMetrics,
    calendars: AgreementCalendars,
  ) {
    this.#outbox = outbox;
    this.#captureMetrics = captureMetrics;
    this.#calendars = calendars;
    consumers.register({
      groupId: 'baton-intake-inbound',
      name: 'intake-inbound',
      subscriptions: [
        subscription({
          topic: topics.inboundLeads.name,
          read: (message) => parseMessage(message, config.DEFAULT_COUNTRY),
          ordered: false,
          idOf: deduplicationId,
          handle: (parsed, { transaction, message }) => this.#handle(parsed, message, transaction),
        }),
      ],
    });
  }

  async #handle(parsed: ParsedMessage, message: ReceivedMessage, transaction: SqlExecutor): Promise<void> {
    const receivedAt = receiptTime(message, new Date());
    const createdBy = `event-source:${eventSourceName(parsed.source, message.topic)}`;
    if ('problems' in parsed) {
      const reviewDueAt = reviewDeadline(receivedAt, await this.#calendars.reviewTermsAt(receivedAt, transaction));
      const source = eventSourceName(parsed.leadSource ?? parsed.source, message.topic);
      await quarantineMessage(transaction, { message, ...parsed, receivedAt, reviewDueAt, createdBy, source });
      this.#captureMetrics.refused('kafka', problemCodes(parsed.problems));
      return;
    }
    const { identity, lead, delivery } = parsed;
    const traceparent = activeTraceparent();
    const submission: Submission = {
      entryPoint: 'kafka',
      createdBy,
      receivedAt,
      raw: message.value,
      signalId: digest('signal', identity),
      newLeadId: digest('lead', identity),
      lead,
      keys: leadKeys(lead),
      identity: { digest: identity },
      ...(delivery !== undefined && { delivery }),
      ...(traceparent !== undefined && { traceparent }),
    };
    const [result] = await captureLeads(transaction, [submission], (executor, messages) =>
      this.#outbox.append(executor, messages),
    );
    if (result?.kind === 'captured') this.#captureMetrics.captured('kafka', result, lead.remarks);
  }
}

/** An invalid message is deduplicated by its position, so that its sender can correct it and reuse the event id. */
function deduplicationId(parsed: ParsedMessage, message: ReceivedMessage): string {
  return 'lead' in parsed ? parsed.identity : positionDigest(message);
}
