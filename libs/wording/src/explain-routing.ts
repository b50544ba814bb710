import type {
  ChoiceReason,
  Exclusion,
  MemberSnapshot,
  NoChoiceReason,
  RoutingDecision,
  RuleBasedDecision,
  UnmetCondition,
} from '@baton/domain';
import { agreementKeyText } from './agreement/key-text.ts';
import { localized } from './language.ts';
import type { Language, LocalizedText } from './language.ts';
import { formatNumber, pluralForm } from './plural.ts';
import type { PluralForms } from './plural.ts';
import { choiceReasonText, exclusionReasonText, knownByText } from './terms/reasons.ts';
import { formatMoment } from './time.ts';

/** Explains line by line why this owner was chosen, or why nobody was. Times are shown in `zone`. */
export function explainRouting(decision: RoutingDecision, zone: string): LocalizedText[] {
  const { chosen } = decision;
  switch (decision.basis) {
    case 'team-lead':
      return [localized(`Assigned by the team lead to ${chosen}.`, `Назначено тимлидом. Ответственный: ${chosen}.`)];
    case 'deputy':
      return [localized(`Passed on to the deputy, ${chosen}.`, `Передано заместителю: ${chosen}.`)];
    case 'inbound-call':
      return [localized(`${chosen} took the lead's call.`, `Входящий звонок лида. Ответственный: ${chosen}.`)];
    case 'closer':
      return [localized(`${chosen} is the closer for this SQL.`, `Клоузер этого SQL: ${chosen}.`)];
    case 'agreement':
      return [
        ...knownOwnerLines(decision),
        ...ruleLines(decision),
        ...poolLines(decision),
        ...choiceLines(decision, zone),
      ];
  }
}

const wentToKnownOwner = ({ reason }: RuleBasedDecision): boolean =>
  reason === 'known-owner' || reason === 'known-owner-deputy';

function knownOwnerLines(decision: RuleBasedDecision): LocalizedText[] {
  const { knownOwner, knownOwnerExclusions } = decision;
  if (!knownOwner) return [];
  const { personId, knownBy } = knownOwner;
  const postponer = localized(
    `${personId} postponed this lead and gets it back.`,
    `Лид отложен и возвращается. Прежний ответственный: ${personId}.`,
  );
  const companyOwner = localized(
    `The company's owner is ${personId} (${knownByText[knownBy].en}).`,
    `Ответственный за компанию: ${personId} (${knownByText[knownBy].ru}).`,
  );
  const isInactive = !wentToKnownOwner(decision) && knownOwnerExclusions.length === 0;
  const inactive = localized(`${personId} no longer takes leads.`, `${personId} больше не работает с лидами.`);
  const owner = knownBy === 'postponed' ? postponer : companyOwner;
  return [owner, ...knownOwnerExclusions.map(exclusionLine), ...(isInactive ? [inactive] : [])];
}

function ruleLines(decision: RuleBasedDecision): LocalizedText[] {
  if (wentToKnownOwner(decision)) return [];
  const { triedRules, target } = decision;
  const needed = localized(`Needed: ${targetText(target, 'en')}.`, `Кто нужен: ${targetText(target, 'ru')}.`);
  if (triedRules.length === 0) {
    const fixed =
      target.role === 'closer'
        ? localized('An SQL stays in its team, with a closer.', 'SQL остаётся в своей команде, у клоузера.')
        : localized('The lead was passed to this team.', 'Лид передан этой команде.');
    return [fixed, needed];
  }
  const tried = triedRules.map(({ id, unmetCondition }) =>
    unmetCondition
      ? localized(
          `Rule "${id}" does not match: ${mismatch(unmetCondition, 'en')}.`,
          `Правило «${id}» не подошло: ${mismatch(unmetCondition, 'ru')}.`,
        )
      : localized(`Rule "${id}" matches.`, `Подошло правило «${id}».`),
  );
  const none = localized(
    'No rule matches, so the lead goes to the first team.',
    'Ни одно правило не подошло: лид получает первая команда.',
  );
  return [...tried, ...(triedRules.every(({ unmetCondition }) => unmetCondition) ? [none] : []), needed];
}

function targetText({ teamId, skills, language }: RuleBasedDecision['target'], reader: Language): string {
  const words = {
    en: { member: 'a member of team', skills: 'skills', language: 'language' },
    ru: { member: 'сотрудник команды', skills: 'навыки', language: 'язык' },
  }[reader];
  return [
    `${words.member} ${teamId}`,
    ...(skills.length > 0 ? [`${words.skills}: ${skills.join(', ')}`] : []),
    ...(language ? [`${words.language}: ${language}`] : []),
  ].join('; ');
}

function mismatch(condition: UnmetCondition, language: Language): string {
  if (condition === 'team') return localized('its team does not exist', 'такой команды нет')[language];
  const name = agreementKeyText[condition][language];
  return localized(`the lead's "${name}" is different or unknown`, `значение «${name}» другое или неизвестно`)[
    language
  ];
}

function poolLines(decision: RuleBasedDecision): LocalizedText[] {
  if (wentToKnownOwner(decision)) return [];
  const { pool, exclusions, target, slots } = decision;
  const team = pool.filter(({ teamId }) => teamId === target.teamId);
  if (team.length === 0) {
    return [localized('The team has no one to choose from.', 'В команде не из кого выбирать.')];
  }
  const eligible = team.filter(({ personId }) => exclusions.every((exclusion) => exclusion.personId !== personId));
  const members = (language: Language): string =>
    eligible.map((member) => memberText(member, slots, language)).join(', ');
  const line = localized(`Eligible: ${members('en')}.`, `Кто подходит: ${members('ru')}.`);
  return [...exclusions.map(exclusionLine), ...(eligible.length > 0 ? [line] : [])];
}

function memberText(member: MemberSnapshot, slots: number | undefined, language: Language): string {
  const { personId, openHandoffs, cap, takenSlots, pass } = member;
  const words = {
    en: { open: 'open handoffs', of: 'of', slots: 'slots taken', turn: 'turn', isNew: 'new' },
    ru: { open: 'открыто передач', of: 'из', slots: 'занято слотов', turn: 'очерёдность', isNew: 'впервые' },
  }[language];
  const turn = pass === undefined ? words.isNew : formatNumber(pass, language, { maximumFractionDigits: 2 });
  const facts = [
    `${words.open}: ${openHandoffs}${cap === undefined ? '' : ` ${words.of} ${cap}`}`,
    ...(slots === undefined ? [] : [`${words.slots}: ${takenSlots} ${words.of} ${slots}`]),
    `${words.turn}: ${turn}`,
  ];
  return `${personId} (${facts.join(', ')})`;
}

const exclusionLine = ({ personId, reason }: Exclusion): LocalizedText =>
  localized(
    `${personId} is not eligible: ${exclusionReasonText[reason].en}.`,
    `${personId} не подходит: ${exclusionReasonText[reason].ru}.`,
  );

const leadsAhead: PluralForms = {
  en: { one: 'lead is', other: 'leads are' },
  ru: { one: 'лид', few: 'лида', many: 'лидов' },
};

function choiceLines(decision: RuleBasedDecision, zone: string): LocalizedText[] {
  const { chosen, reason, startsAt, noChoiceReason, knownOwner } = decision;
  const at = (moment: string, language: Language): string => formatMoment(moment, language, zone);
  if (chosen !== undefined && reason !== undefined) {
    const why = knownOwner?.knownBy === 'postponed' ? postponedChoiceText(reason) : choiceReasonText[reason];
    return [
      localized(
        `Chosen: ${chosen}; ${why.en}${startsAt ? `: ${at(startsAt, 'en')}` : ''}.`,
        `Выбор: ${chosen} — ${why.ru}${startsAt ? `: ${at(startsAt, 'ru')}` : ''}.`,
      ),
    ];
  }
  return noChoiceReason === undefined ? [] : [noChoiceLine(decision, noChoiceReason, at)];
}

/** A postponed lead goes back to its owner; the owner of its company does not matter. */
function postponedChoiceText(reason: ChoiceReason): LocalizedText {
  switch (reason) {
    case 'known-owner':
      return localized('the lead comes back on its date', 'отложенный лид возвращается');
    case 'known-owner-deputy':
      return localized(
        'the lead comes back on its date, and this is the owner’s deputy',
        'отложенный лид возвращается, его получает заместитель',
      );
    default:
      return choiceReasonText[reason];
  }
}

function noChoiceLine(
  { queuedAhead, startsBefore }: RuleBasedDecision,
  reason: NoChoiceReason,
  at: (moment: string, language: Language) => string,
): LocalizedText {
  switch (reason) {
    case 'queue-first':
      return localized(
        `The lead waits in the team queue: ${queuedAhead} ${pluralForm(queuedAhead, leadsAhead, 'en')} ahead of it.`,
        `Лид ждёт в общей очереди: впереди ${queuedAhead} ${pluralForm(queuedAhead, leadsAhead, 'ru')}.`,
      );
    case 'no-free-slot':
      return localized(
        'The lead waits in the team queue: everyone at work is busy with another lead.',
        'Лид ждёт в общей очереди: у всех, кто на работе, слоты заняты.',
      );
    case 'nobody-at-work':
      return localized(
        'The lead waits in the team queue: no one who could take it is at work.',
        'Лид ждёт в общей очереди: сейчас на работе нет никого, кто мог бы его взять.',
      );
    case 'nobody-eligible':
      return localized(
        `The lead waits in the team queue: no one can take it before ${at(startsBefore, 'en')}.`,
        `Лид ждёт в общей очереди: до ${at(startsBefore, 'ru')} взять его некому.`,
      );
  }
}
