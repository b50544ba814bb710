import { topics } from '@baton/contracts';
import { subscription } from '@baton/messaging';
import type { ReceivedMessage, SqlExecutor } from '@baton/messaging';
import { activeTraceparent, KafkaConsumers, Outbox } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { AgreementCalendars } from '../agreements/agreement-calendars.ts';
import { IntakeConfig } from '../intake.config.ts';
import { quarantineMessage } from '../quarantine/quarantine-message.ts';
import { reviewDeadline } from '../quarantine/review-deadline.ts';
import { problemCodes } from '../parsing/parse-lead.ts';
import { CaptureMetrics } from './capture-metrics.ts';
import { captureLeads } from './capture-leads.ts';
import { digest } from './digest.ts';
import { leadKeys } from './lead-keys.ts';
import { positionDigest, parseMessage, receiptTime } from './parse-message.ts';
import type { ParsedMessage } from './parse-message.ts';

/** The door for other services: leads on the open topic, from any client in any of its three forms. */
@Injectable()
export class InboundConsumer {
  readonly #outbox: Outbox;
  readonly #captureMetrics: CaptureMetrics;
  readonly #calendars: AgreementCalendars;

  constructor(
    @Inject(KafkaConsumers) consumers: KafkaConsumers,
    @Inject(Outbox) outbox: Outbox,
    @Inject(IntakeConfig) config: IntakeConfig,
    @Inject(CaptureMetrics) captureMetrics: CaptureMetrics,
    @Inject(AgreementCalendars) calendars: AgreementCalendars,
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
          handle: (inbound, { transaction, message }) => this.#handle(inbound, message, transaction),
        }),
      ],
    });
  }

  async #handle(inbound: ParsedMessage, message: ReceivedMessage, transaction: SqlExecutor): Promise<void> {
    const receivedAt = receiptTime(message, new Date());
    const createdBy = `topic:${message.topic}`;
    if ('problems' in inbound) {
      const reviewDueAt = reviewDeadline(receivedAt, await this.#calendars.workingTimeAt(receivedAt, transaction));
      await quarantineMessage(transaction, { message, ...inbound, receivedAt, reviewDueAt, createdBy });
      this.#captureMetrics.refused('kafka', problemCodes(inbound.problems));
      return;
    }
    const { identity, lead } = inbound;
    const traceparent = activeTraceparent();
    const submission = {
      entryPoint: 'kafka' as const,
      createdBy,
      receivedAt,
      raw: message.value,
      signalId: digest('signal', identity),
      newLeadId: digest('lead', identity),
      lead,
      keys: leadKeys(lead),
      identity: { digest: identity },
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    const [result] = await captureLeads(transaction, [submission], (executor, messages) =>
      this.#outbox.append(executor, messages),
    );
    if (result?.kind === 'captured') this.#captureMetrics.captured('kafka', result.captured);
  }
}

/** A bad message takes its place's mark, not its event's: the same event, mended and sent again, is still welcome. */
function deduplicationId(inbound: ParsedMessage, message: ReceivedMessage): string {
  return 'lead' in inbound ? inbound.identity : positionDigest(message);
}
