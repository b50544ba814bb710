import { createReadStream } from 'node:fs';
import { CsvFileError } from './csv-row.ts';
import { betterEncoding, byteOrderMark, guessEncoding, misreadAs } from './guess-encoding.ts';

const SAMPLE_BYTES = 1_000_000;
const ZIP_SIGNATURE = Buffer.from('PK\u0003\u0004');

/**
 * Decodes the whole file strictly before anything is imported.
 * @throws CsvFileError with the position of the first wrong byte and the encoding that the file probably has
 */
export async function checkEncoding(file: string, encoding: string): Promise<void> {
  const name = new TextDecoder(encoding).encoding;
  const strict = new TextDecoder(name, { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder(name, { ignoreBOM: true });
  const position = new TextPosition(name);
  let sample = Buffer.alloc(0);
  let hasMisread: string | undefined;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    if (sample.length === 0) assertReadable(file, name, chunk);
    if (sample.length < SAMPLE_BYTES) sample = Buffer.concat([sample, chunk]).subarray(0, SAMPLE_BYTES);
    const text = lenient.decode(chunk, { stream: true });
    if (!decodes(strict, chunk)) throw wrongByte(file, name, position.of(text), Buffer.concat([sample, chunk]));
    if (name === 'utf-8') hasMisread ??= misreadAs(text);
    position.advance(text);
  }
  if (!decodes(strict)) throw wrongByte(file, name, position.of(lenient.decode()), sample);
  const better = betterEncoding(sample, name);
  if (better !== undefined)
    throw new CsvFileError(
      `${file} is not ${name}, but probably ${better}. Write encoding: ${better} into the mapping.`,
    );
  if (hasMisread !== undefined)
    throw new CsvFileError(
      `${file} contains words that were UTF-8, read as ${hasMisread} and saved again, such as ${hasMisread === 'windows-1251' ? 'Р°' : 'Ð°'} for а. Export it again: its text is damaged.`,
    );
}

/** Without bytes: whether the text ends with a complete character. */
function decodes(strict: TextDecoder, chunk?: Buffer): boolean {
  try {
    strict.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

function assertReadable(file: string, name: string, bytes: Buffer): void {
  if (bytes.subarray(0, 4).equals(ZIP_SIGNATURE))
    throw new CsvFileError(`${file} is an Excel workbook or another archive. Save it as "CSV UTF-8" and import that.`);
  const mark = byteOrderMark(bytes);
  if (mark === undefined || mark === name) return;
  throw new CsvFileError(
    `${file} begins with the byte order mark of ${mark}, but the mapping reads it as ${name}. Write encoding: ${mark}.`,
  );
}

function wrongByte(
  file: string,
  name: string,
  { byte, line }: { byte: number; line: number },
  sample: Buffer,
): CsvFileError {
  const guess = guessEncoding(sample);
  const remedy =
    guess === name
      ? 'Its encoding is unclear; export it again as UTF-8.'
      : `It is probably ${guess}: write encoding: ${guess} into the mapping.`;
  return new CsvFileError(`${file} is not ${name}: byte ${byte} on line ${line} cannot be decoded. ${remedy}`);
}

/** Counts the bytes and lines of decoded text. */
class TextPosition {
  readonly #name: string;
  #byte = 0;
  #line = 1;

  constructor(name: string) {
    this.#name = name;
  }

  advance(text: string): void {
    this.#byte += this.#bytes(text);
    this.#line += lineBreaks(text);
  }

  /** Where decoding this next text replaced the first wrong byte. Bytes count from 0, lines from 1. */
  of(text: string): { byte: number; line: number } {
    const index = text.indexOf('\uFFFD');
    const before = index < 0 ? text : text.slice(0, index);
    return { byte: this.#byte + this.#bytes(before), line: this.#line + lineBreaks(before) };
  }

  #bytes(text: string): number {
    if (this.#name === 'utf-8') return Buffer.byteLength(text);
    return this.#name.startsWith('utf-16') ? text.length * 2 : text.length;
  }
}

const lineBreaks = (text: string): number => text.split('\n').length - 1;
