import { readFileSync } from 'node:fs';

/** Names that people use, and that the lists lack. */
const otherNames: Readonly<Record<string, string[]>> = {
  'RU-KHM': ['Ханты-Мансийский автономный округ — Югра', 'Югра'],
  'RU-NIZ': ['Нижний Новгород'],
  'RU-PRI': ['Primorye', 'Приморье'],
  'RU-SA': ['Yakutia', 'Sakha (Yakutia)', 'Якутия', 'Саха (Якутия)'],
  'RU-SPE': ['Saint Petersburg', 'Петербург'],
  'RU-ZAB': ['Забайкалье'],
};

export interface IsoCodes {
  names: ReadonlyMap<string, string>;
  russian: ReadonlyMap<string, string>;
}

/** The ISO 3166-2 names and their Russian translations, from Debian's package iso-codes. */
export function readIsoCodes(): IsoCodes {
  const file = '/usr/share/iso-codes/json/iso_3166-2.json';
  const { '3166-2': list } = JSON.parse(readFileSync(file, 'utf8')) as { '3166-2': { code: string; name: string }[] };
  return {
    names: new Map(list.map(({ code, name }) => [code, name])),
    russian: readTranslations(readFileSync('/usr/share/locale/ru/LC_MESSAGES/iso_3166-2.mo')),
  };
}

export function namesOfSubdivision({ names, russian }: IsoCodes, code: string): string[] {
  const name = names.get(code);
  const translated = name === undefined ? undefined : russian.get(name);
  return [name, translated, ...(otherNames[code] ?? [])].filter((each) => each !== undefined);
}

/** Reads a little-endian .mo file: two tables of lengths and offsets, one for the texts and one for their translations. */
function readTranslations(file: Buffer): Map<string, string> {
  const [count, texts, translations] = [8, 12, 16].map((offset) => file.readUInt32LE(offset)) as [
    number,
    number,
    number,
  ];
  const textAt = (table: number, index: number): string => {
    const entry = table + index * 8;
    const start = file.readUInt32LE(entry + 4);
    return file.toString('utf8', start, start + file.readUInt32LE(entry));
  };
  return new Map(
    Array.from({ length: count }, (_, index) => [textAt(texts, index), textAt(translations, index)] as const),
  );
}
