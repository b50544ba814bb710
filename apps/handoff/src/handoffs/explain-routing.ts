import type {
  KnownBy,
  UnmetCondition,
  Exclusion,
  RoutingDecision,
  RuleBasedDecision,
  MemberSnapshot,
  LocalizedText,
  ChoiceReason,
  ExclusionReason,
} from '@baton/domain';

/** Why this owner, or why nobody, line by line. */
export function explainRouting(decision: RoutingDecision): LocalizedText[] {
  switch (decision.basis) {
    case 'team-lead':
      return [line(`The team lead gave it to ${decision.chosen}.`, `Тимлид передал лид: ${decision.chosen}.`)];
    case 'deputy':
      return [line(`Handed on to ${decision.chosen}.`, `Передано дальше: ${decision.chosen}.`)];
    case 'inbound-call':
      return [line(`${decision.chosen} answered the lead's call.`, `${decision.chosen}: принят звонок лида.`)];
    case 'closer':
      return [line(`${decision.chosen} closes the deal.`, `${decision.chosen} закрывает сделку.`)];
    case 'agreement':
      return [...knownOwner(decision), ...rules(decision), ...pool(decision), ...outcome(decision)];
  }
}

const line = (en: string, ru: string): LocalizedText => ({ en, ru });

function knownOwner({
  knownOwner: known,
  knownOwnerExclusions: passedOver,
  reason: because,
}: RuleBasedDecision): LocalizedText[] {
  if (!known) return [];
  const owns = line(
    `${known.personId} is known to the company by ${knownByInEnglish[known.knownBy]}.`,
    `Компанию уже ведёт ${known.personId}: ${knownByInRussian[known.knownBy]}.`,
  );
  const isTaken = because === 'known-owner' || because === 'known-owner-deputy';
  const nobody = line(`${known.personId} is no active rep any more.`, `${known.personId} больше не работает с лидами.`);
  return [owns, ...passedOver.map(leftOut), ...(isTaken || passedOver.length > 0 ? [] : [nobody])];
}

function rules({ triedRules: tried, target: wanted, reason: because }: RuleBasedDecision): LocalizedText[] {
  if (because === 'known-owner' || because === 'known-owner-deputy') return [];
  const { teamId, skills, language } = wanted;
  const passed = tried.map(({ id, unmetCondition: lacking }) =>
    lacking
      ? line(
          `Rule "${id}" does not fit: ${missingInEnglish(lacking)}.`,
          `Правило «${id}» не подошло: ${missingInRussian(lacking)}.`,
        )
      : line(`Rule "${id}" fits.`, `Подошло правило «${id}».`),
  );
  const closer = line('An SQL stays in its team, with a closer.', 'SQL остаётся в своей команде, у клоузера.');
  const none = line('No rule fits: the first team takes it.', 'Ни одно правило не подошло: лид берёт первая команда.');
  const needs = [...(skills.length > 0 ? [skills.join(', ')] : []), ...(language ? [language] : [])].join('; ');
  const wants = line(
    `It needs somebody of team ${teamId}${needs && ` with ${needs}`}.`,
    `Нужен человек из команды ${teamId}${needs && `: ${needs}`}.`,
  );
  if (tried.length === 0) return [closer, wants];
  return [...passed, ...(tried.every(({ unmetCondition: lacking }) => lacking) ? [none] : []), wants];
}

function pool({ pool: people, exclusions: left, target: wanted, reason: because }: RuleBasedDecision): LocalizedText[] {
  if (because === 'known-owner' || because === 'known-owner-deputy') return [];
  const team = people.filter(({ teamId }) => teamId === wanted.teamId);
  if (team.length === 0) return [line('The team has nobody for it.', 'В команде никого нет.')];
  const eligible = team.filter(({ personId }) => left.every((one) => one.personId !== personId));
  return [
    ...left.map(leftOut),
    ...(eligible.length > 0
      ? [
          line(
            `Could take it: ${eligible.map(memberInEnglish).join(', ')}.`,
            `Могли взять: ${eligible.map(memberInRussian).join(', ')}.`,
          ),
        ]
      : []),
  ];
}

function outcome(decision: RuleBasedDecision): LocalizedText[] {
  const {
    chosen,
    reason: because,
    startsAt,
    noChoiceReason: unchosen,
    queuedAhead: waiting,
    nextEligibleAt,
    startsBefore: beginsBefore,
  } = decision;
  if (chosen !== undefined && because !== undefined) {
    const since = startsAt
      ? { en: `, whose day begins at ${startsAt}`, ru: `, начнёт в ${startsAt}` }
      : { en: '', ru: '' };
    return [
      line(
        `${chosen} was chosen${since.en}: ${whyChosenInEnglish[because]}.`,
        `Выбор: ${chosen}${since.ru}. ${whyChosenInRussian[because]}.`,
      ),
    ];
  }
  const why =
    unchosen === 'queue-first'
      ? line(
          `Nobody was chosen: ${waiting} better leads wait for the same places.`,
          `Никто не выбран: тех же мест ждут лиды лучше, их ${waiting}.`,
        )
      : line(
          `Nobody was chosen: none of them can take it before ${beginsBefore}.`,
          `Никто не выбран: до ${beginsBefore} взять некому.`,
        );
  const later = nextEligibleAt
    ? [line(`By the clock somebody can from ${nextEligibleAt}.`, `По часам кто-то сможет с ${nextEligibleAt}.`)]
    : [];
  return [why, ...later];
}

const memberInEnglish = ({ personId, openHandoffs: open, cap, pass }: MemberSnapshot): string =>
  `${personId} (${open}${cap === undefined ? '' : ` of ${cap}`} open, turn ${turn(pass)})`;
const memberInRussian = ({ personId, openHandoffs: open, cap, pass }: MemberSnapshot): string =>
  `${personId} (открыто ${open}${cap === undefined ? '' : ` из ${cap}`}, очередь ${turn(pass)})`;
const turn = (pass: number): string => String(Math.round(pass * 100) / 100);

const leftOut = ({ personId, reason: why }: Exclusion): LocalizedText =>
  line(
    `${personId} was left out: ${whyLeftOutInEnglish[why]}.`,
    `${personId} не подходит: ${whyLeftOutInRussian[why]}.`,
  );

const knownByInEnglish: Record<KnownBy, string> = {
  'open-handoff': 'an open handoff',
  'open-deal': 'an open deal',
  account: 'the account',
};
const knownByInRussian: Record<KnownBy, string> = {
  'open-handoff': 'открытая передача',
  'open-deal': 'открытая сделка',
  account: 'закреплённый клиент',
};

const missingInEnglish = (lacking: UnmetCondition): string =>
  lacking === 'team' ? 'its team does not exist' : `the lead's ${lacking} is another one, or unknown`;
const missingInRussian = (lacking: UnmetCondition): string =>
  lacking === 'team' ? 'его команды нет' : `${lacking} у лида не тот или неизвестен`;

const whyChosenInEnglish: Record<ChoiceReason, string> = {
  'known-owner': 'one owner for one company',
  'known-owner-deputy': "one owner for one company, and this is the owner's deputy",
  'at-work': 'at work, and next in turn',
  'starts-soonest': 'nobody is at work, and this day begins soonest',
};
const whyChosenInRussian: Record<ChoiceReason, string> = {
  'known-owner': 'У компании один владелец',
  'known-owner-deputy': 'У компании один владелец, это его заместитель',
  'at-work': 'На работе, и подошла очередь',
  'starts-soonest': 'На работе никого, этот день начнётся раньше всех',
};

const whyLeftOutInEnglish: Record<ExclusionReason, string> = {
  declined: 'declined this lead',
  'promise-broken': 'broke a promise on this lead',
  'previous-owner': 'had this lead before',
  inactive: 'no longer there',
  language: "does not speak the lead's language",
  skills: 'lacks a skill that the rule asks for',
  absent: 'absent for a working day or more',
  'starts-too-late': 'does not work within one working day',
  'at-cap': 'has as many open handoffs as they may have',
};
const whyLeftOutInRussian: Record<ExclusionReason, string> = {
  declined: 'отказ от этого лида',
  'promise-broken': 'нарушено обещание по этому лиду',
  'previous-owner': 'этот лид уже был у него',
  inactive: 'больше не работает',
  language: 'не говорит на языке лида',
  skills: 'нет навыка, которого требует правило',
  absent: 'отсутствует рабочий день или дольше',
  'starts-too-late': 'не работает в течение рабочего дня',
  'at-cap': 'открыто столько передач, сколько можно',
};
