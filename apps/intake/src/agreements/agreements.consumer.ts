import { agreementPublished } from '@baton/contracts';
import type { AgreementPublished } from '@baton/contracts';
import { contractReader, subscription } from '@baton/messaging';
import { KafkaConsumers } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { AgreementCalendars } from './agreement-calendars.ts';

/** Reads from published agreements when people work. */
@Injectable()
export class AgreementsConsumer {
  constructor(
    @Inject(KafkaConsumers) consumers: KafkaConsumers,
    @Inject(AgreementCalendars) calendars: AgreementCalendars,
  ) {
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
