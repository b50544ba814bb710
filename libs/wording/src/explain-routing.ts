import type { Exclusion, MemberSnapshot, RoutingDecision, RuleBasedDecision, UnmetCondition } from '@baton/domain';
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
  const owner = localized(
    `The company's owner is ${personId} (${knownByText[knownBy].en}).`,
    `Ответственный за компанию: ${personId} (${knownByText[knownBy].ru}).`,
  );
  const isInactive = !wentToKnownOwner(decision) && knownOwnerExclusions.length === 0;
  const inactive = localized(`${personId} no longer takes leads.`, `${personId} больше не работает с лидами.`);
  return [owner, ...knownOwnerExclusions.map(exclusionLine), ...(isInactive ? [inactive] : [])];
}

function ruleLines(decision: RuleBasedDecision): LocalizedText[] {
  if (wentToKnownOwner(decision)) return [];
  const { triedRules, target } = decision;
  const needed = localized(`Needed: ${targetText(target, 'en')}.`, `Кто нужен: ${targetText(target, 'ru')}.`);
  if (triedRules.length === 0) {
    return [localized('An SQL stays in its team, with a closer.', 'SQL остаётся в своей команде, у клоузера.'), needed];
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
  const { pool, exclusions, target } = decision;
  const team = pool.filter(({ teamId }) => teamId === target.teamId);
  if (team.length === 0) {
    return [localized('The team has no one to choose from.', 'В команде не из кого выбирать.')];
  }
  const eligible = team.filter(({ personId }) => exclusions.every((exclusion) => exclusion.personId !== personId));
  const members = (language: Language): string => eligible.map((member) => memberText(member, language)).join(', ');
  const line = localized(`Eligible: ${members('en')}.`, `Кто подходит: ${members('ru')}.`);
  return [...exclusions.map(exclusionLine), ...(eligible.length > 0 ? [line] : [])];
}

function memberText({ personId, openHandoffs, cap, pass }: MemberSnapshot, language: Language): string {
  const turn = formatNumber(pass, language, { maximumFractionDigits: 2 });
  return {
    en: `${personId} (open handoffs: ${openHandoffs}${cap === undefined ? '' : ` of ${cap}`}, turn: ${turn})`,
    ru: `${personId} (открыто передач: ${openHandoffs}${cap === undefined ? '' : ` из ${cap}`}, очерёдность: ${turn})`,
  }[language];
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
  const { chosen, reason, startsAt, noChoiceReason, queuedAhead, nextEligibleAt, startsBefore } = decision;
  const at = (moment: string, language: Language): string => formatMoment(moment, language, zone);
  if (chosen !== undefined && reason !== undefined) {
    return [
      localized(
        `Chosen: ${chosen}; ${choiceReasonText[reason].en}${startsAt ? `: ${at(startsAt, 'en')}` : ''}.`,
        `Выбор: ${chosen} — ${choiceReasonText[reason].ru}${startsAt ? `: ${at(startsAt, 'ru')}` : ''}.`,
      ),
    ];
  }
  const none =
    noChoiceReason === 'queue-first'
      ? localized(
          `No one was chosen: ${queuedAhead} ${pluralForm(queuedAhead, leadsAhead, 'en')} ahead in the team queue.`,
          `Никто не выбран: впереди в общей очереди ${queuedAhead} ${pluralForm(queuedAhead, leadsAhead, 'ru')}.`,
        )
      : localized(
          `No one was chosen: no one can take the lead before ${at(startsBefore, 'en')}.`,
          `Никто не выбран: до ${at(startsBefore, 'ru')} взять лид некому.`,
        );
  if (!nextEligibleAt) return [none];
  const later = localized(
    `According to the schedule, someone can take the lead from ${at(nextEligibleAt, 'en')}.`,
    `По графику взять лид можно будет с ${at(nextEligibleAt, 'ru')}.`,
  );
  return [none, later];
}
