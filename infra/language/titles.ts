import { readFileSync } from 'node:fs';
import type { Finding } from './finding.ts';
import { PLACEHOLDER } from './passage.ts';

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

const listed = (file: string): readonly string[] => list(readFileSync(new URL(file, import.meta.url), 'utf8'));

/** Words that continue a sentence begun elsewhere, or refer to it. */
const continuations = new Set(
  list(`
    is are was were be been has have had does do did can could cannot may might must should will would
    and but or nor so also too then else even never not always again still already yet away below
    of with without by in into on onto at to from for as after before until till unless while when where whenever
    if because since though although than that which who whom whose why how what however
    over under between beyond through during within about against like unlike instead per via
    it its they them their this these he she him her
  `),
);

/** Verbs that are hardly ever the first noun of a sentence. */
const verbs = listed('verbs.txt');

/** Verbs that are nouns as well: they begin a title badly only before an object. */
const nouns = listed('verbs-and-nouns.txt');

const thirdPerson = (verb: string): string => {
  if (/(?:s|x|z|ch|sh|[^aeiou]o)$/.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
};

const withThirdPerson = (all: readonly string[]): Set<string> =>
  new Set(all.flatMap((verb) => [verb, thirdPerson(verb)]));

const openingVerbs = withThirdPerson(verbs);
const openingNouns = withThirdPerson(nouns);
const objects = new Set(
  list(`
    a an the its their his her it them each every all both no one only nothing nobody what which who whom whose whether
    that how where when again once twice not as at by until
  `),
);
const afterParticiple = /^(?:by|as|in|on|at|from|to|with|when|while|again|and|for|twice|once|before|after|without)$/;

const firstWords = (title: string): readonly string[] =>
  title
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.replace(/[,:;.]+$/, ''));

/** Whether the title begins without its subject. */
function lacksSubject(first: string, second: string): boolean {
  if (continuations.has(first) || openingVerbs.has(first)) return true;
  if (openingNouns.has(first) && objects.has(second)) return true;
  return /[a-z]{3}ed$/.test(first) && afterParticiple.test(second);
}

/** A title is a full sentence that is understood alone in a list of failures. */
export function problemsOfTitle(title: string): Finding[] {
  const [first = '', second = ''] = firstWords(title);
  if (first.startsWith(PLACEHOLDER) || /^["'“«(]?[%$]/.test(first)) return [];
  const offset = title.search(/\S/);
  if (second === '') return [{ offset, found: first, instead: 'a full sentence with a subject and a verb' }];
  if (!lacksSubject(first.toLowerCase(), second.toLowerCase())) return [];
  return [{ offset, found: `${first} ${second} …`, instead: 'a full sentence that starts with its subject' }];
}

const notUnits = new Set(
  list(`
    and but or nor of with without by in into on onto at to from for as after before until unless while when where if
    because since that which who whom whose why how what is are was were has have does
  `),
);
const gerund = /^[a-z]{2,}ing (?:an?|the|its|their|what|who|people|for|at|to|from|with|each|every)\b/i;
const sentence = /\b(?:is|are|was|were|does|gets|becomes)\b/;

/** What `describe` is given is a noun: the unit under test. */
export function problemsOfUnit(unit: string): Finding[] {
  const [first = ''] = firstWords(unit);
  const offset = Math.max(unit.search(/\S/), 0);
  const instead = 'the name of the unit under test, a noun';
  const text = unit.trim();
  if (notUnits.has(first.toLowerCase()) || gerund.test(text)) return [{ offset, found: text, instead }];
  return sentence.test(text) ? [{ offset, found: text, instead }] : [];
}
