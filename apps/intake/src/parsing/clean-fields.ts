import { cleanCode, cleanLine, withoutInvisibleCharacters } from '@baton/domain';

/** The fields of a submitted lead, by name. */
export type Fields = Record<string, unknown>;

type Clean = (value: unknown) => unknown;

const onText =
  (clean: (text: string) => unknown): Clean =>
  (value) =>
    typeof value === 'string' ? clean(value) : value;

const line = onText(cleanLine);
const code = onText(cleanCode);

/** Many systems send numbers for phones and ids. A safe integer has lost no digit. */
const integerAsText: Clean = (value) => (Number.isSafeInteger(value) ? String(value) : value);

const agreed = new Set(['true', 'yes', 'y', '1', 'on', 'да']);
const refused = new Set(['false', 'no', 'n', '0', 'off', 'нет']);

/** Forms send what a checkbox says as text or as a number. */
function yesOrNo(value: unknown): unknown {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return value;
  const word = cleanCode(text).toLowerCase();
  if (agreed.has(word)) return true;
  return refused.has(word) ? false : text;
}

/** Forms with one answer send a text instead of a list. Empty texts of a list count as absent, and so does an empty list. */
function lines(value: unknown): unknown {
  if (typeof value === 'string') return lines([value]);
  if (!Array.isArray(value)) return value;
  const given = value.map(line).filter((text) => text !== null && text !== '');
  return given.length > 0 ? given : null;
}

/** Digits alone are a number. A decimal, a range or a unit is not guessed. */
const wholeNumber = onText((text) => (/^\d{1,8}$/.test(cleanCode(text)) ? Number(cleanCode(text)) : text));

const cleanCompany: Record<string, Clean> = {
  name: line,
  domain: code,
  industry: line,
  segment: line,
  employees: wholeNumber,
};

const cleanLead: Record<string, Clean> = {
  name: line,
  source: line,
  phone: (value) => code(integerAsText(value)),
  email: code,
  channel: line,
  campaign: line,
  message: onText((text) => text.replaceAll('\0', '').toWellFormed()),
  subject: line,
  pains: lines,
  interests: lines,
  company: (value) => (isObject(value) ? cleanFields(value, cleanCompany) : value),
  role: line,
  country: code,
  region: line,
  language: code,
  signal: onText((text) => cleanCode(text).toLowerCase()),
  consent: yesOrNo,
  externalId: (value) => onText((text) => withoutInvisibleCharacters(text).trim())(integerAsText(value)),
  website: (value) => (typeof value === 'number' || value === true ? String(value) : value === false ? null : value),
};

/** Cleans each field of a submitted lead in its own way. Forms send empty values for fields that nobody filled in, so these count as absent. */
export function cleanFields(json: Fields, clean = cleanLead): Fields {
  // Without a prototype, a field named __proto__ is an ordinary field.
  const filled = Object.create(null) as Fields;
  for (const [field, given] of Object.entries(json)) {
    const value = Object.hasOwn(clean, field) ? clean[field]?.(given) : given;
    if (value === null || (typeof value === 'string' && value.trim() === '')) continue;
    filled[field] = value;
  }
  return filled;
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
