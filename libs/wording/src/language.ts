import type { Language, LocalizedText } from '@baton/domain';

export type { Language, LocalizedText } from '@baton/domain';

export const languages = ['en', 'ru'] as const satisfies readonly Language[];

export const isLanguage = (text: unknown): text is Language => languages.some((language) => language === text);

/** For people who have not chosen a language. */
export const DEFAULT_LANGUAGE: Language = 'ru';

export const localized = (en: string, ru: string): LocalizedText => ({ en, ru });
