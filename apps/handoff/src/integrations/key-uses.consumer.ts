import { integrationKeyUsed } from '@baton/contracts';
import type { IntegrationKeyUsed } from '@baton/contracts';
import { contractReader, subscription } from '@baton/messaging';
import type { AnySubscription, ContractEvent } from '@baton/messaging';
import { Injectable } from '@nestjs/common';

/** Remembers when each service last accepted a key. */
@Injectable()
export class KeyUsesConsumer {
  subscription(): AnySubscription {
    return subscription({
      topic: integrationKeyUsed.topic,
      read: contractReader(integrationKeyUsed),
      ordered: false,
      idOf: ({ id }: ContractEvent<IntegrationKeyUsed>) => id,
      handle: async ({ data: { keyId, service, usedAt } }, { transaction }) => {
        await transaction.query(
          `INSERT INTO handoff.integration_key_use AS u (key_id, service, used_at) VALUES ($1, $2, $3)
           ON CONFLICT (key_id, service) DO UPDATE SET used_at = greatest(u.used_at, excluded.used_at)`,
          [keyId, service, usedAt],
        );
      },
    });
  }
}
