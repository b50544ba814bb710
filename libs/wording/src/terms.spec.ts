import {
  assignmentReasons,
  choiceReasons,
  endings,
  exclusionReasons,
  faults,
  knownByReasons,
  lostCauses,
  notifyTargets,
  promiseNames,
  serviceTicketKinds,
  stages,
  ticketKinds,
} from '@baton/domain';
import {
  agreementKeyText,
  assignmentReasonText,
  channelText,
  choiceReasonText,
  declineReasonText,
  dispositionText,
  endingText,
  evidenceText,
  exclusionReasonText,
  faultText,
  knownByText,
  lostCauseText,
  notifyTargetText,
  promiseText,
  proofText,
  signalText,
  stageText,
  ticketText,
  touchOutcomeText,
} from './index.ts';
import type { LocalizedText } from './index.ts';
import { valueLabels } from './agreement/value-labels.ts';

const texts: Record<string, Readonly<Record<string, LocalizedText>>> = {
  agreementKeyText,
  assignmentReasonText,
  channelText,
  choiceReasonText,
  declineReasonText,
  dispositionText,
  endingText,
  evidenceText,
  exclusionReasonText,
  faultText,
  knownByText,
  lostCauseText,
  notifyTargetText,
  promiseText,
  proofText,
  signalText,
  stageText,
  touchOutcomeText,
  ...valueLabels,
  ticketCause: Object.fromEntries(Object.entries(ticketText).map(([kind, { cause }]) => [kind, cause])),
  ticketAction: Object.fromEntries(Object.entries(ticketText).map(([kind, { whatToDo }]) => [kind, whatToDo])),
};
const all = Object.entries(texts).flatMap(([table, entries]) =>
  Object.entries(entries).map(([code, text]): [string, LocalizedText] => [`${table}.${code}`, text]),
);

/** Names that are the same in both languages. */
const untranslated = /^(SQL|BANT|MEDDPICC|P\.A\.C\.E\.)$/;

describe('Display texts', () => {
  it.each(all)('%s is written in both languages', (_, { en, ru }) => {
    expect(en).toMatch(/^[^а-яё]+$/i);
    expect(ru.replace(untranslated, 'переведено')).toMatch(/[а-яё]/i);
  });

  it.each(all)('%s shows no code to people', (_, { en, ru }) => {
    expect(`${en} ${ru}`).not.toMatch(/undefined|[a-z]-[a-z]+-[a-z]|_/);
  });

  it.each([
    ['a promise', promiseNames, promiseText],
    ['a stage', stages, stageText],
    ['an ending', endings, endingText],
    ['an assignment reason', assignmentReasons, assignmentReasonText],
    ['a choice reason', choiceReasons, choiceReasonText],
    ['an exclusion reason', exclusionReasons, exclusionReasonText],
    ['a reason for a known owner', knownByReasons, knownByText],
    ['a fault', faults, faultText],
    ['a cause of loss', lostCauses, lostCauseText],
    ['a person to notify', notifyTargets, notifyTargetText],
    ['a ticket', [...ticketKinds, ...serviceTicketKinds], ticketText],
  ])('%s has a text for every code of the domain, and no other', (_, codes, table) => {
    expect(Object.keys(table).sort()).toEqual([...codes].sort());
  });

  it.each([
    ['promises', promiseText],
    ['stages', stageText],
    ['endings', endingText],
    ['assignment reasons', assignmentReasonText],
    ['touch outcomes', touchOutcomeText],
    ['channels', channelText],
  ])('no two %s share a text', (_, table) => {
    for (const language of ['en', 'ru'] as const) {
      const words = Object.values<LocalizedText>(table).map((text) => text[language]);
      expect(new Set(words).size).toBe(words.length);
    }
  });
});
