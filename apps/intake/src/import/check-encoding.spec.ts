import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkEncoding } from './check-encoding.ts';
import { legacyBytes } from './legacy-bytes.ts';

const russian = `Сделка;Имя;Источник
1;Анна Иванова;сайт компании
2;Сергей Петров;реклама в поиске
3;Мария Кузнецова;рекомендация партнёра
`;
const german = 'Nr;Name;Quelle\n1;Jürgen Müller;Straßenfest in Köln\n2;Käthe Größe;Empfehlung für Bäckerei\n';

const encoded = (text: string, encoding: string): Uint8Array => {
  if (encoding === 'utf-8') return Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16le') return utf16;
  if (encoding === 'utf-16be') return utf16.swap16();
  const bytes = legacyBytes(text, encoding);
  if (!bytes) throw new Error(`${encoding} lacks a character`);
  return bytes;
};

describe('checkEncoding', () => {
  let directory: string;
  beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'baton-encoding-'))));
  afterAll(() => rmSync(directory, { recursive: true }));

  const check = async (bytes: Uint8Array, encoding: string): Promise<string> => {
    const file = join(directory, 'deals.csv');
    writeFileSync(file, bytes);
    try {
      await checkEncoding(file, encoding);
      return 'accepted';
    } catch (error) {
      return (error as Error).message.replace(directory, '');
    }
  };

  const cyrillic = ['utf-8', 'windows-1251', 'koi8-r', 'ibm866', 'x-mac-cyrillic', 'utf-16le', 'utf-16be'];

  it.each(cyrillic)('a Russian file in %s is accepted only under its own name', async (actual) => {
    const bytes = encoded(russian, actual);
    expect(await check(bytes, actual)).toBe('accepted');
    for (const declared of cyrillic.filter((name) => name !== actual)) {
      const message = await check(bytes, declared);
      expect({ declared, message }).toEqual({
        declared,
        message: expect.stringContaining(`encoding: ${actual}`) as string,
      });
    }
  });

  it.each(['utf-8', 'windows-1252'])('a German file in %s is accepted only under its own name', async (actual) => {
    const bytes = encoded(german, actual);
    expect(await check(bytes, actual)).toBe('accepted');
    for (const declared of ['utf-8', 'windows-1251', 'windows-1252'].filter((name) => name !== actual))
      expect(await check(bytes, declared)).toContain(`encoding: ${actual}`);
  });

  it.each(['windows-1251', 'koi8-r', 'windows-1252', 'utf-8'])(
    'a file without special characters is accepted as %s',
    async (declared) => {
      expect(await check(Buffer.from('nr;name\n1;Ann\n'), declared)).toBe('accepted');
    },
  );

  it.each([
    'Юг',
    'Щука',
    'Эльза',
    'ООО',
    'ЖЭК № 5',
    'Цюрих',
    'Ёж',
    'Гюльчатай',
    'ФГУП',
    'Юшкин Ж. Ю.',
    'Ещё «один»',
    'шлюз',
  ])('the short Russian text %j is accepted in its own encoding', async (text) => {
    for (const encoding of ['windows-1251', 'utf-8']) {
      expect(await check(encoded(`nr;name\n1;${text}\n`, encoding), encoding)).toBe('accepted');
    }
  });

  it('an Excel workbook is refused with the way to export it', async () => {
    expect(await check(Buffer.from('PK\u0003\u0004rest'), 'utf-8')).toContain('Save it as "CSV UTF-8"');
  });

  it('a wrong byte is named with its position, its line and the likely encoding', async () => {
    const bytes = Buffer.concat([Buffer.from('nr;name\n1;'), encoded('Анна\n', 'windows-1251')]);
    expect(await check(bytes, 'utf-8')).toBe(
      '/deals.csv is not utf-8: byte 10 on line 2 cannot be decoded. It is probably windows-1251: write encoding: windows-1251 into the mapping.',
    );
  });

  it('a wrong byte far into a large file is found', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `${index};имя ${index}\n`).join('');
    const good = Buffer.from(lines);
    expect(await check(good, 'utf-8')).toBe('accepted');
    const bytes = Buffer.concat([good, encoded('Анна\n', 'windows-1251')]);
    expect(await check(bytes, 'utf-8')).toContain(`byte ${good.length} on line 60001 cannot be decoded`);
  });

  it('a file that ends within a character is refused', async () => {
    expect(await check(Buffer.from('nr;имя').subarray(0, -1), 'utf-8')).toContain('byte 7 on line 1');
    expect(await check(encoded('nr', 'utf-16le').subarray(0, 3), 'utf-16le')).toMatch(/cannot be decoded/);
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be'])('a byte order mark of %s must agree with the mapping', async (actual) => {
    const bytes = encoded(`\uFEFF${russian}`, actual);
    expect(await check(bytes, actual)).toBe('accepted');
    expect(await check(bytes, 'windows-1251')).toContain(`byte order mark of ${actual}`);
  });

  it.each(['windows-1251', 'windows-1252'])(
    'a file whose UTF-8 was read as %s and saved again is refused',
    async (misread) => {
      const text = misread === 'windows-1251' ? russian : german;
      const damaged = new TextDecoder(misread).decode(Buffer.from(text));
      expect(await check(Buffer.from(damaged), 'utf-8')).toContain(`were UTF-8, read as ${misread} and saved again`);
    },
  );
});
