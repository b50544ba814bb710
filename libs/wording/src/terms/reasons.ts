import type {
  AssignmentReason,
  ChoiceReason,
  DeclineReason,
  ExclusionReason,
  Fault,
  KnownBy,
  LostCause,
  RerouteReason,
  ReturnDisposition,
} from '@baton/domain';
import { localized } from '../language.ts';
import type { LocalizedText } from '../language.ts';

/** Why a lead needs an owner. */
export const assignmentReasonText: Record<AssignmentReason, LocalizedText> = {
  transfer: localized('new lead', 'новый лид'),
  declined: localized('the lead was declined', 'отказ от лида'),
  'not-accepted': localized('the lead was not accepted in time', 'лид не принят в срок'),
  'not-contacted': localized('no first contact in time', 'первый контакт не состоялся в срок'),
  reassigned: localized('the lead was reassigned', 'смена ответственного'),
  'inbound-call': localized('inbound call', 'входящий звонок'),
  overturned: localized('the return was overturned', 'возврат отклонён арбитром'),
  sql: localized('the lead became an SQL', 'лид стал SQL'),
  rerouted: localized('the lead was passed to this team', 'лид передан этой команде'),
  'day-ended': localized(
    'the working day ended before the lead was accepted',
    'рабочий день закончился, а лид не принят',
  ),
};

/** How a lead came to another team. */
export const rerouteReasonText: Record<RerouteReason, LocalizedText> = {
  declined: localized('a rep of another team declined it as misrouted', 'отказ от лида: он попал не в ту команду'),
  'team-lead': localized('another team’s lead passed it on', 'решение тимлида другой команды'),
  returned: localized('it was returned as misrouted', 'возврат: лид попал не в ту команду'),
};

export const declineReasonText: Record<DeclineReason, LocalizedText> = {
  capacity: localized('no capacity', 'нет свободного времени'),
  conflict: localized('conflict of interest', 'конфликт интересов'),
  routing: localized('wrong person or team', 'лид попал не по адресу'),
};

/** Why the router chose this person. */
export const choiceReasonText: Record<ChoiceReason, LocalizedText> = {
  'known-owner': localized('one owner per company', 'один ответственный на компанию'),
  'known-owner-deputy': localized(
    'one owner per company, and this is the owner’s deputy',
    'один ответственный на компанию, лид получает заместитель',
  ),
  'only-one-free': localized('the only one who is free', 'единственный свободный слот'),
  'next-turn': localized('next in turn', 'подошла очередь'),
  'longest-without-lead': localized(
    'free, and longest without a new lead',
    'свободный слот, дольше всех без нового лида',
  ),
};

/** Why the router could not choose this person. */
export const exclusionReasonText: Record<ExclusionReason, LocalizedText> = {
  declined: localized('declined this lead', 'отказ от этого лида'),
  'promise-broken': localized('broke a promise on this lead', 'нарушение срока по этому лиду'),
  'previous-owner': localized('owned this lead before', 'один из прежних ответственных за этот лид'),
  inactive: localized('no longer active', 'больше не работает с лидами'),
  language: localized('does not speak the lead’s language', 'не говорит на языке лида'),
  skills: localized('lacks a skill that the rule requires', 'нет навыка, которого требует правило'),
  absent: localized('absent for a working day or more', 'отсутствует рабочий день или дольше'),
  'starts-too-late': localized('does not work within one working day', 'не работает в течение рабочего дня'),
  'off-duty': localized('not at work now', 'сейчас не на работе'),
  unresponsive: localized(
    'missed an acceptance and has not used Baton since',
    'пропуск срока принятия, с тех пор ни одного действия в Baton',
  ),
  'at-cap': localized('has as many open handoffs as the cap allows', 'достигнут лимит открытых передач'),
  'no-free-slot': localized('has no free slot', 'нет свободного слота'),
};

/** What makes a person the owner of the lead's company. */
export const knownByText: Record<KnownBy, LocalizedText> = {
  postponed: localized('postponed this lead', 'лид отложен этим ответственным'),
  'open-handoff': localized('open handoff', 'открытая передача'),
  sql: localized('SQL without an outcome', 'SQL без исхода сделки'),
  'open-deal': localized('open deal', 'открытая сделка'),
  account: localized('account', 'закреплённый клиент'),
};

/** What an arbiter attributes a return to. */
export const faultText: Record<Fault, LocalizedText> = {
  lead: localized('lead', 'лид'),
  routing: localized('routing', 'распределение'),
  sales: localized('sales', 'продажи'),
  nobody: localized('nobody', 'никто'),
};

export const dispositionText: Record<ReturnDisposition, LocalizedText> = {
  nurtured: localized('nurtured', 'в прогрев'),
  rejected: localized('rejected', 'отклонён'),
  rerouted: localized('passed to another team', 'передан другой команде'),
};

/** Why a handoff counts as lost by process. */
export const lostCauseText: Record<LostCause, LocalizedText> = {
  uncontacted: localized(
    'No touch for 24 h (working days) after the first contact was due',
    'Нет касания в течение 24 ч (по рабочим дням) после срока первого контакта',
  ),
  'touches-missed': localized(
    'No touch for 24 h (working days) after the touches promise broke',
    'Нет касания в течение 24 ч (по рабочим дням) после нарушения срока касаний',
  ),
  'no-activity': localized(
    'Contacted, then neither a touch nor a dated next step for 48 h (working days)',
    'После контакта 48 ч (по рабочим дням) нет ни касания, ни следующего шага с датой',
  ),
  'too-few-touches': localized(
    'Closed as unreachable below the minimum of touches',
    'Связаться не удалось, а касаний меньше минимума',
  ),
  'overturned-uncontacted': localized(
    'No touch for 24 h (working days) after an overturned return went back to sales',
    'Возврат отклонён арбитром, и 24 ч (по рабочим дням) нет касания',
  ),
  unowned: localized('No owner for 24 h (working days)', '24 ч (по рабочим дням) без ответственного'),
};
