import { diffInWords } from '@baton/domain';
import type { Agreement, Language } from '@baton/domain';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readAgreement } from '../agreements/read-agreement.ts';
import type { AgreementApi } from './agreement-api.ts';
import { Unusable, USAGE } from './usage.ts';

export interface CommandSurroundings {
  /** Where the user stands: files are named from there. */
  directory: string;
  print: (line: string) => void;
  /** Asked for only by what needs a server. */
  api: (person: string) => Promise<AgreementApi>;
}

const options = {
  file: { type: 'string' },
  version: { type: 'string' },
  'based-on': { type: 'string' },
  'in-place-of': { type: 'string' },
  publish: { type: 'boolean', default: false },
  drafts: { type: 'boolean', default: false },
  comment: { type: 'string' },
  language: { type: 'string', default: 'en' },
  as: { type: 'string', default: 'adam' },
} as const;

/** Runs one command line; answers with the exit code. @throws Unusable with a sentence for the person at the terminal. */
export async function agreementCommand(parameters: string[], surroundings: CommandSurroundings): Promise<number> {
  const { command, numbers, values } = parsed(parameters);
  const work: Work = { ...surroundings, api: () => surroundings.api(values.as), language: languageOf(values.language) };
  const file = values.file === undefined ? undefined : resolve(surroundings.directory, values.file);
  switch (command) {
    case 'check':
      return check(needed(file, '--file'), values.file ?? '', work);
    case 'list':
      return values.drafts ? listDrafts(work) : listVersions(work);
    case 'diff':
      return diff(numbers, file, values.file ?? '', work);
    case 'export':
      return exportVersion(numberOf(needed(values.version, '--version'), '--version'), file, work);
    case 'import': {
      const { 'based-on': basedOn, 'in-place-of': inPlaceOf, publish, comment } = values;
      if (publish && !comment?.trim()) throw new Unusable('Say why it is published: --comment "…"', 2);
      return importFile(needed(file, '--file'), values.file ?? '', work, {
        ...(basedOn !== undefined && { basedOn: numberOf(basedOn, '--based-on') }),
        ...(publish &&
          comment !== undefined && {
            publishing: {
              comment,
              ...(inPlaceOf !== undefined && { inPlaceOf: numberOf(inPlaceOf, '--in-place-of') }),
            },
          }),
      });
    }
    default:
      work.print(USAGE);
      return 2;
  }
}

interface Work {
  print: (line: string) => void;
  api: () => Promise<AgreementApi>;
  language: Language;
}

function check(file: string, shown: string, { print }: Work): number {
  const { agreement } = read(file, shown, print);
  if (!agreement) return 1;
  print(`${shown} is sound: "${agreement.title}"`);
  return 0;
}

async function listVersions({ api, print }: Work): Promise<number> {
  for (const { version, title, sources, publishedAt, publishedBy, comment, ...from } of await (
    await api()
  ).versions()) {
    const origin =
      from.rolledBackTo === undefined ? from.basedOn && `from ${from.basedOn}` : `back to ${from.rolledBackTo}`;
    const parts = [version, publishedAt, publishedBy, title, sources && `for ${sources.join(', ')}`, origin, comment];
    print(parts.filter(Boolean).join('  '));
  }
  return 0;
}

async function listDrafts({ api, print }: Work): Promise<number> {
  for (const { draftId, title, revision, updatedAt, updatedBy, problems } of await (await api()).drafts()) {
    const state = problems.length === 0 ? 'sound' : `${problems.length} problems`;
    print([draftId, `revision ${revision}`, updatedAt, updatedBy, title, state].join('  '));
  }
  return 0;
}

async function diff(numbers: string[], file: string | undefined, shown: string, work: Work): Promise<number> {
  const [before, after] = numbers.map((number) => numberOf(number, 'a version'));
  if (before === undefined || (after === undefined) === (file === undefined)) {
    throw new Unusable('Compare what? npm run agreement -- diff 2 3, or diff 2 --file a.yaml', 2);
  }
  const { api, print, language } = work;
  if (file === undefined || after !== undefined) {
    tell((await (await api()).diff(before, after ?? before, language)).changes, print);
    return 0;
  }
  const { agreement } = read(file, shown, print);
  if (!agreement) return 1;
  tell(diffInWords(await (await api()).document(before), agreement, language), print);
  return 0;
}

async function exportVersion(version: number, file: string | undefined, { api, print }: Work): Promise<number> {
  const server = await api();
  const isJson = file?.endsWith('.json') === true;
  const text = isJson
    ? `${JSON.stringify(await server.document(version), undefined, 2)}\n`
    : await server.text(version);
  if (file === undefined) print(text.trimEnd());
  else writeFileSync(file, text);
  return 0;
}

async function importFile(
  file: string,
  shown: string,
  { api, print, language }: Work,
  { basedOn, publishing }: { basedOn?: number; publishing?: { comment: string; inPlaceOf?: number } },
): Promise<number> {
  const { text, agreement } = read(file, shown, print);
  if (!agreement) return 1;
  const server = await api();
  const draft = await server.keepDraft({ text, ...(basedOn !== undefined && { basedOn }) });
  const { from, changes } = await server.diffOfDraft(draft, language);
  for (const { line, column, path, message } of draft.warnings)
    print(`${shown}:${line}:${column} warning: ${path}: ${message}`);
  if (publishing && changes.length === 0) {
    await server.throwAway(draft);
    print(`Nothing differs from version ${from}: nothing was published.`);
    return 0;
  }
  print(`Draft ${draft.draftId}, against version ${from}:`);
  tell(changes, print);
  if (publishing) print(`Published as version ${(await server.publishDraft(draft, publishing, language)).version}.`);
  return 0;
}

/** The file; what is wrong in it is told line by line, as compilers do. */
function read(file: string, shown: string, print: Work['print']): { text: string; agreement?: Agreement } {
  const text = contentOf(file, shown);
  const { agreement, problems } = readAgreement(text);
  for (const { line, column, path, message } of problems) print(`${shown}:${line}:${column} ${path}: ${message}`);
  return { text, ...(agreement && { agreement }) };
}

function contentOf(file: string, shown: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Unusable(`${shown} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const tell = (changes: readonly { words: string }[], print: Work['print']): void => {
  for (const { words } of changes) print(`  ${words}`);
  if (changes.length === 0) print('  Nothing differs.');
};

function parsed(parameters: string[]) {
  try {
    const { positionals, values } = parseArgs({ args: parameters, allowPositionals: true, options });
    const [command, ...numbers] = positionals;
    return { command, numbers, values };
  } catch (error) {
    throw new Unusable(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
  }
}

function needed(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  throw new Unusable(`${name} is missing.\n${USAGE}`, 2);
}

function numberOf(text: string, name: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Unusable(`${name} is a whole number such as 3, not "${text}".`, 2);
}

function languageOf(text: string): Language {
  if (text === 'en' || text === 'ru') return text;
  throw new Unusable(`--language is en or ru, not "${text}".`, 2);
}
