import type { NotifyTarget } from '@baton/domain';
import { localized } from '../language.ts';
import type { LocalizedText } from '../language.ts';

export const notifyTargetText: Record<NotifyTarget, LocalizedText> = {
  owner: localized('owner', 'ответственный'),
  'team-lead': localized('team lead', 'тимлид'),
  head: localized('head', 'руководитель отдела'),
  marketer: localized('marketer', 'маркетолог'),
  arbiter: localized('arbiter', 'арбитр'),
  ops: localized('ops', 'служба эксплуатации'),
};
