const monthLanguages = ['en', 'ru'] as const;

const firstOfMonths = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, 1)));

/** The forms of each month's name, in Russian also the genitive that dates use: "декабрь", "декабря". */
const forms: string[][] = firstOfMonths.map((first) =>
  monthLanguages.flatMap((language) => {
    const standalone = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(first);
    const inDate = new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric', timeZone: 'UTC' })
      .formatToParts(first)
      .find(({ type }) => type === 'month')?.value;
    return [standalone, inDate ?? standalone].map((name) => name.toLowerCase());
  }),
);

const MIN_LETTERS = 3;

/** The number of a month in English or Russian, in full or abbreviated, in any case; undefined if it is none. */
export function monthOfName(name: string): number | undefined {
  const text = name.toLowerCase().replace(/\.$/, '');
  if (text.length < MIN_LETTERS) return undefined;
  const months = forms.flatMap((some, index) => (some.some((form) => form.startsWith(text)) ? [index + 1] : []));
  return months.length === 1 ? months[0] : undefined;
}
