/** The languages that people read Baton in. */
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];
export type LocalizedText = Record<Language, string>;
