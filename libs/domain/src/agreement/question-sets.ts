import type { LocalizedText } from '../language.ts';
import type { Framework, QualifyingQuestion } from './agreement.ts';

/** A question that an SQL needs a yes to, with the reason to return the lead with after a no. */
const required = (id: string, question: LocalizedText, returnReason: string): QualifyingQuestion => ({
  id,
  question,
  required: true,
  returnReason,
});

/** A question that is asked and recorded. An SQL does not depend on its answer. */
const asked = (id: string, question: LocalizedText): QualifyingQuestion => ({ id, question, required: false });

/**
 * The questions of each framework. An agreement that names a framework must ask them. It can add questions, and decide
 * which ones an SQL needs a yes to. After a no to the timeline the lead is postponed, not returned.
 */
export const questionSets: Readonly<Record<Framework, readonly QualifyingQuestion[]>> = {
  plain: [
    required('need', { en: 'Is the need confirmed?', ru: 'Потребность подтверждена?' }, 'no-need'),
    required(
      'decision-maker',
      { en: "Is the decision-maker's role confirmed?", ru: 'Роль ЛПР подтверждена?' },
      'not-a-decision-maker',
    ),
    required('budget', { en: 'Does the budget roughly fit?', ru: 'Бюджет примерно подходит?' }, 'no-budget'),
  ],
  bant: [
    required('budget', { en: 'Does the budget roughly fit?', ru: 'Бюджет примерно подходит?' }, 'no-budget'),
    required(
      'authority',
      { en: 'Does the person decide on the purchase?', ru: 'Решение о покупке принимает этот человек?' },
      'not-a-decision-maker',
    ),
    required('need', { en: 'Is the need confirmed?', ru: 'Потребность подтверждена?' }, 'no-need'),
    asked('timeline', { en: 'Is there a date for the decision?', ru: 'Есть срок принятия решения?' }),
  ],
  meddpicc: [
    asked('metrics', { en: 'Is the gain named in figures?', ru: 'Выгода названа в цифрах?' }),
    required(
      'economic-buyer',
      { en: 'Is the economic buyer known?', ru: 'Известно, кто распоряжается бюджетом?' },
      'not-a-decision-maker',
    ),
    asked('decision-criteria', { en: 'Are the decision criteria known?', ru: 'Известны критерии выбора?' }),
    asked('decision-process', { en: 'Is the decision process known?', ru: 'Известно, как принимают решение?' }),
    asked('paper-process', { en: 'Is the paper process known?', ru: 'Известно, как оформляют закупку?' }),
    required('identified-pain', { en: 'Is the pain identified?', ru: 'Проблема клиента названа?' }, 'no-need'),
    asked('champion', { en: 'Is there a champion?', ru: 'Есть союзник внутри компании?' }),
    asked('competition', { en: 'Is the competition known?', ru: 'Известны конкуренты?' }),
  ],
  pace: [
    required('pain', { en: 'Is the pain confirmed?', ru: 'Проблема клиента подтверждена?' }, 'no-need'),
    required(
      'authority',
      { en: 'Does the person decide on the purchase?', ru: 'Решение о покупке принимает этот человек?' },
      'not-a-decision-maker',
    ),
    asked('consequences', {
      en: 'Are the consequences of doing nothing known?',
      ru: 'Известно, что будет, если ничего не делать?',
    }),
    asked('environment', {
      en: 'Is the environment known: systems, suppliers, constraints?',
      ru: 'Известно окружение: системы, поставщики, ограничения?',
    }),
  ],
};
