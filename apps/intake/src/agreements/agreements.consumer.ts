import { agreementPublished } from '@baton/contracts';
import type { AgreementPublished } from '@baton/contracts';
import { contractReader, subscription } from '@baton/messaging';
import { KafkaConsumers } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { AgreementCalendars } from './agreement-calendars.ts';

/** Reads published agreements for their working hours. */
@Injectable()
export class AgreementsConsumer {
  constructor(consumers: KafkaConsumers, calendars: AgreementCalendars) {
    consumers.register({
      groupId: 'baton-intake-agreements',
      name: 'intake-agreements',
      subscriptions: [
        subscription({
          topic: agreementPublished.topic,
          read: contractReader<AgreementPublished>(agreementPublished),
          ordered: false,
          idOf: ({ data }) => `agreement/${data.version}`,
          handle: ({ data }, { transaction }) => calendars.add(data, transaction),
        }),
      ],
    });
  }
}
