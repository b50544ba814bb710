import { languages } from '@baton/domain';
import type { Language, LocalizedText } from '@baton/domain';

export { languages } from '@baton/domain';
export type { Language, LocalizedText } from '@baton/domain';

export const isLanguage = (text: unknown): text is Language => languages.some((language) => language === text);

/** For people who have not chosen one. */
export const DEFAULT_LANGUAGE: Language = 'ru';

export const localized = (en: string, ru: string): LocalizedText => ({ en, ru });
