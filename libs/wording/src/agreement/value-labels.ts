import type {
  Agreement,
  CountingMode,
  Framework,
  ReassignmentOption,
  ReturnReason,
  SpecialDay,
  WhenUnknown,
} from '@baton/domain';
import { localized } from '../language.ts';
import type { LocalizedText } from '../language.ts';
import { proofText, signalText } from '../terms/contact.ts';
import { notifyTargetText } from '../terms/roles.ts';
import { attributeText, weekdayText } from './key-text.ts';
import type { AgreementKey } from './key-text.ts';

const countingModes: Record<CountingMode, LocalizedText> = {
  always: localized('around the clock', 'круглосуточно'),
  working: localized('in working hours', 'в рабочие часы'),
  workday: localized('on working days', 'по рабочим дням'),
};

const whenUnknown: Record<WhenUnknown, LocalizedText> = {
  pass: localized('pass', 'зачесть'),
  fail: localized('fail', 'не зачесть'),
  ask: localized('ask', 'спросить'),
};

const visibilities: Record<ReturnReason['visibleAt'], LocalizedText> = {
  receipt: localized('at receipt', 'сразу'),
  conversation: localized('in conversation', 'в разговоре'),
};

const parties: Record<ReturnReason['countsAgainst'], LocalizedText> = {
  marketing: localized('marketing', 'маркетинга'),
  routing: localized('routing', 'распределения'),
  sales: localized('sales', 'продаж'),
  nobody: localized('nobody', 'ничья'),
};

const silence: Record<Agreement['returns']['onSilence'], LocalizedText> = {
  escalate: localized('escalate', 'эскалация'),
  accept: localized('accept the return', 'возврат принимается'),
};

const weights: Record<Agreement['routing']['weight'], LocalizedText> = {
  'scheduled-hours': localized('by scheduled hours', 'по часам графика'),
  equal: localized('equal', 'одинаковый'),
};

const reassignments: Record<ReassignmentOption, LocalizedText> = {
  'when-idle': localized('when the owner is inactive', 'если ответственный бездействует'),
  always: localized('always', 'всегда'),
  never: localized('never', 'никогда'),
};

const frameworks: Record<Framework, LocalizedText> = {
  plain: localized('plain', 'простая'),
  bant: localized('BANT', 'BANT'),
  meddpicc: localized('MEDDPICC', 'MEDDPICC'),
  pace: localized('P.A.C.E.', 'P.A.C.E.'),
};

const dayKinds: Record<SpecialDay['kind'], LocalizedText> = {
  off: localized('off', 'выходной'),
  working: localized('working', 'рабочий'),
  shortened: localized('shortened', 'сокращённый'),
};

/** Values with a display text, by the key that holds them; every other value is shown as it is written. */
export const valueLabels: Partial<Record<AgreementKey, Readonly<Record<string, LocalizedText>>>> = {
  counted: countingModes,
  notify: notifyTargetText,
  proof: proofText,
  askOnlyAfter: signalText,
  signal: signalText,
  whenUnknown,
  visibleAt: visibilities,
  countsAgainst: parties,
  onSilence: silence,
  weight: weights,
  reassign: reassignments,
  framework: frameworks,
  attribute: attributeText,
  kind: dayKinds,
  like: weekdayText,
  day: weekdayText,
};
