import type {
  KnownBy,
  Lacking,
  LeftOut,
  RoutingDecision,
  RuledDecision,
  SeenMember,
  Text,
  WhyChosen,
  WhyLeftOut,
} from '@baton/domain';

/** Why this owner, or why nobody, line by line. */
export function explain(decision: RoutingDecision): Text[] {
  switch (decision.rule) {
    case 'team-lead':
      return [line(`The team lead gave it to ${decision.chosen}.`, `Тимлид передал лид: ${decision.chosen}.`)];
    case 'deputy':
      return [line(`Handed on to ${decision.chosen}.`, `Передано дальше: ${decision.chosen}.`)];
    case 'answered':
      return [line(`${decision.chosen} answered the lead's call.`, `${decision.chosen}: принят звонок лида.`)];
    case 'closer':
      return [line(`${decision.chosen} closes the deal.`, `${decision.chosen} закрывает сделку.`)];
    case 'agreement':
      return [...knownOwner(decision), ...rules(decision), ...pool(decision), ...outcome(decision)];
  }
}

const line = (en: string, ru: string): Text => ({ en, ru });

function knownOwner({ known, passedOver, because }: RuledDecision): Text[] {
  if (!known) return [];
  const owns = line(
    `${known.personId} is known to the company by ${knownByEn[known.because]}.`,
    `Компанию уже ведёт ${known.personId}: ${knownByRu[known.because]}.`,
  );
  const isTaken = because === 'known-owner' || because === 'known-owners-deputy';
  const nobody = line(`${known.personId} is no active rep any more.`, `${known.personId} больше не работает с лидами.`);
  return [owns, ...passedOver.map(leftOut), ...(isTaken || passedOver.length > 0 ? [] : [nobody])];
}

function rules({ tried, wanted, because }: RuledDecision): Text[] {
  if (because === 'known-owner' || because === 'known-owners-deputy') return [];
  const { teamId, skills, language } = wanted;
  const passed = tried.map(({ id, lacking }) =>
    lacking
      ? line(`Rule "${id}" does not fit: ${lackingEn(lacking)}.`, `Правило «${id}» не подошло: ${lackingRu(lacking)}.`)
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
  return [...passed, ...(tried.every(({ lacking }) => lacking) ? [none] : []), wants];
}

function pool({ pool: people, leftOut: left, wanted, because }: RuledDecision): Text[] {
  if (because === 'known-owner' || because === 'known-owners-deputy') return [];
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

function outcome(decision: RuledDecision): Text[] {
  const { chosen, because, startsAt, unchosen, waiting, nextEligibleAt, beginsBefore } = decision;
  if (chosen !== undefined && because !== undefined) {
    const since = startsAt
      ? { en: `, whose day begins at ${startsAt}`, ru: `, начнёт в ${startsAt}` }
      : { en: '', ru: '' };
    return [
      line(
        `${chosen} was chosen${since.en}: ${becauseEn[because]}.`,
        `Выбор: ${chosen}${since.ru}. ${becauseRu[because]}.`,
      ),
    ];
  }
  const why =
    unchosen === 'others-first'
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

const memberInEnglish = ({ personId, open, cap, pass }: SeenMember): string =>
  `${personId} (${open}${cap === undefined ? '' : ` of ${cap}`} open, turn ${turn(pass)})`;
const memberInRussian = ({ personId, open, cap, pass }: SeenMember): string =>
  `${personId} (открыто ${open}${cap === undefined ? '' : ` из ${cap}`}, очередь ${turn(pass)})`;
const turn = (pass: number): string => String(Math.round(pass * 100) / 100);

const leftOut = ({ personId, why }: LeftOut): Text =>
  line(`${personId} was left out: ${whyEn[why]}.`, `${personId} не подходит: ${whyRu[why]}.`);

const knownByEn: Record<KnownBy, string> = {
  'open-handoff': 'an open handoff',
  'open-deal': 'an open deal',
  account: 'the account',
};
const knownByRu: Record<KnownBy, string> = {
  'open-handoff': 'открытая передача',
  'open-deal': 'открытая сделка',
  account: 'закреплённый клиент',
};

const lackingEn = (lacking: Lacking): string =>
  lacking === 'team' ? 'its team does not exist' : `the lead's ${lacking} is another one, or unknown`;
const lackingRu = (lacking: Lacking): string =>
  lacking === 'team' ? 'его команды нет' : `${lacking} у лида не тот или неизвестен`;

const becauseEn: Record<WhyChosen, string> = {
  'known-owner': 'one owner for one company',
  'known-owners-deputy': "one owner for one company, and this is the owner's deputy",
  'at-work': 'at work, and next in turn',
  'begins-soonest': 'nobody is at work, and this day begins soonest',
};
const becauseRu: Record<WhyChosen, string> = {
  'known-owner': 'У компании один владелец',
  'known-owners-deputy': 'У компании один владелец, это его заместитель',
  'at-work': 'На работе, и подошла очередь',
  'begins-soonest': 'На работе никого, этот день начнётся раньше всех',
};

const whyEn: Record<WhyLeftOut, string> = {
  declined: 'declined this lead',
  'promise-broken': 'broke a promise on this lead',
  'previous-owner': 'had this lead before',
  inactive: 'no longer there',
  language: "does not speak the lead's language",
  skills: 'lacks a skill that the rule asks for',
  absent: 'absent for a working day or more',
  'begins-too-late': 'does not work within one working day',
  'at-cap': 'has as many open handoffs as they may have',
};
const whyRu: Record<WhyLeftOut, string> = {
  declined: 'отказ от этого лида',
  'promise-broken': 'нарушено обещание по этому лиду',
  'previous-owner': 'этот лид уже был у него',
  inactive: 'больше не работает',
  language: 'не говорит на языке лида',
  skills: 'нет навыка, которого требует правило',
  absent: 'отсутствует рабочий день или дольше',
  'begins-too-late': 'не работает в течение рабочего дня',
  'at-cap': 'открыто столько передач, сколько можно',
};
