import type { Language } from './language.ts';

/** The forms of a counted noun. In Russian, `few` is also used after fractions. */
export interface PluralForms {
  en: Record<'one' | 'other', string>;
  ru: Record<'one' | 'few' | 'many', string>;
}

const rules: Record<Language, Intl.PluralRules> = { en: new Intl.PluralRules('en'), ru: new Intl.PluralRules('ru') };

/** The form of the noun for a number, without the number itself. */
export function pluralForm(count: number, forms: PluralForms, language: Language): string {
  const category = rules[language].select(count);
  if (language === 'en') return category === 'one' ? forms.en.one : forms.en.other;
  if (category === 'one' || category === 'many') return forms.ru[category];
  return forms.ru.few;
}

/** A number with its noun, such as "5 leads". */
export const counted = (count: number, forms: PluralForms, language: Language): string =>
  `${formatNumber(count, language)} ${pluralForm(count, forms, language)}`;

export const formatNumber = (value: number, language: Language, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(language, options).format(value);
