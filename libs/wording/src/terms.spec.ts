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
import * as wording from './index.ts';
import type { LocalizedText } from './index.ts';
import { valueLabels } from './agreement/value-labels.ts';

const isLocalized = (value: object): value is LocalizedText => 'en' in value && typeof value.en === 'string';

/** Every localized text inside a value, with its path. */
function textsIn(path: string, value: unknown): [string, LocalizedText][] {
  if (typeof value !== 'object' || value === null) return [];
  if (isLocalized(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => textsIn(`${path}.${key}`, part));
}
const all = [...textsIn('wording', wording), ...textsIn('valueLabels', valueLabels)];

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
    ['a promise', promiseNames, wording.promiseText],
    ['a stage', stages, wording.stageText],
    ['an ending', endings, wording.endingText],
    ['an assignment reason', assignmentReasons, wording.assignmentReasonText],
    ['a choice reason', choiceReasons, wording.choiceReasonText],
    ['an exclusion reason', exclusionReasons, wording.exclusionReasonText],
    ['a reason for a known owner', knownByReasons, wording.knownByText],
    ['a fault', faults, wording.faultText],
    ['a cause of loss', lostCauses, wording.lostCauseText],
    ['a person to notify', notifyTargets, wording.notifyTargetText],
    ['a ticket', [...ticketKinds, ...serviceTicketKinds], wording.ticketText],
  ])('%s has a text for every code of the domain, and no other', (_, codes, table) => {
    expect(Object.keys(table).sort()).toEqual([...codes].sort());
  });

  it.each([
    ['promises', wording.promiseText],
    ['stages', wording.stageText],
    ['endings', wording.endingText],
    ['assignment reasons', wording.assignmentReasonText],
    ['touch outcomes', wording.touchOutcomeText],
    ['channels', wording.channelText],
  ])('no two %s share a text', (_, table) => {
    for (const language of ['en', 'ru'] as const) {
      const words = Object.values<LocalizedText>(table).map((text) => text[language]);
      expect(new Set(words).size).toBe(words.length);
    }
  });
});
