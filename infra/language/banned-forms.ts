import type { Finding } from './finding.ts';

interface BannedForm {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** A space stands for any white space, so that a form is found across lines. */
const form = (pattern: RegExp, instead: string): BannedForm => ({
  pattern: new RegExp(pattern.source.replaceAll(' ', '\\s+'), 'giu'),
  instead,
});

const QUANTITY =
  '(?:\\d+|two|three|four|five|six|ten|twenty|fifty|hundreds?|thousands?|all|both|everything|everyone|everybody|more|many|several|most|few|much|half|how many)';

/** English that reads as if translated, and the field's own words for the same. */
const words: readonly BannedForm[] = [
  form(/\bwho(?:m?ever|soever|sever)\b/, 'the person who, anyone who'),
  form(/\b(?:to|from|for|with|than) who\b/, 'the person who'),
  form(/\b(?:anew|afresh)\b/, 'again'),
  form(/\bin (?:the same|one) breath\b/, 'in the same transaction, together'),
  form(/\bof (?:its|their|his|her|our|your|my|one['’]s) own\b(?! accord)/, '"its own …" before the noun, or separate'),
  form(/\b(?:tells?|told|telling)\b/, 'notify, report, say, show, or distinguish'),
  form(/\b(?:becomes?|became|becoming) of\b/, 'the outcome'),
  form(/\bwhose (?:it|they|that|this) (?:is|are|was|were)\b/, 'its owner'),
  form(
    /(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b|less\b|fewer\b|later\b|earlier\b|other\b|such\b|single\b|different\b|worse\b|better\b|doubt\b)[a-z]+/,
    '"is not a …"',
  ),
  form(/\bthere (?:is|are|was|were) nobody\b/, '"nobody …" with a verb'),
  form(/\b(?:lets?|letting) (?:\w+ )?go\b/, 'delete, purge, release'),
  form(/\blook(?:s|ed|ing)? again\b/, 'retry routing, check again'),
  form(/\bhear(?:s|d|ing)?\b/, 'receive, learn, be notified'),
  form(/\b(?:wak(?:es?|en|ens|ened|ing)|woken?)\b/, 'notify, signal, trigger'),
  form(/\b(?:lies?|lying)\b/, 'is, is stored'),
  form(/\b(?:stands?|stood|standing)\b(?!-| (?:in )?for\b)/, 'is, is stored, holds'),
  form(/\bheirs?\b/, 'deputy, successor'),
  form(/\bbesides?\b/, 'next to, along with, in addition to, also'),
  form(new RegExp(`(?<!\\b${QUANTITY}(?: [\\w-]+){0,3} )\\bat once\\b`), 'immediately'),
  form(/\bno more\b(?=[.,;:)]| (?:and|but|when|once|after|since|as|if|because)\b|$)/, 'no longer'),
  form(/\bno(?:body|thing|ne)?\b[^.;:!?]{0,60}?\bany ?more\b/, 'no longer'),
  form(/\bhand(?:s|ed|ing)? on\b/, 'hand over, reassign, pass'),
  form(/\b(?:go|goes|going|went|gone) on\b(?!-)/, 'continue'),
  form(/\b(?:comes?|came|coming) of\b/, 'results from'),
  form(/\b(?:comes?|came|coming) again\b/, 'arrives again, is redelivered'),
  form(/\bmend(?:s|ed|ing)?\b/, 'fix, correct'),
  form(/\bsa(?:y|ys|id) of\b/, 'says about'),
  form(/\bkn(?:ow|ows|ew) nothing of\b/, 'does not know about'),
  form(/\bof before\b/, 'earlier, previous'),
  form(
    /\b(?:it|they|who|that|which|what) (?:is|are|was|were) there\b(?! (?:an?|any|no|still)\b)/,
    'exists, is available',
  ),
  form(
    /\b(?:postgresql|kafka|temporal|database|record|server|broker|engine|dependency|service|consumer|registry|it) (?:is|was|being) away\b/,
    'is unavailable, is down',
  ),
  form(/\bfor ever\b/, 'forever, indefinitely'),
  form(/\bat last\b/, 'finally'),
  form(/\bin hand\b/, 'in flight, in progress'),
  form(
    /\bfree(?:s|d|ing)? (?:a |the |its |their |one )?places?\b|\bplaces? (?:is|are|was|gets?|becomes?|became|that is) free\b/,
    'free slot',
  ),
  form(/\b(?:answer(?:s|ed|ing)?) (?:with )?(?:an? )?[245]\d\d\b/, 'responds with, returns'),
  form(/\bdoors?\b/, 'entry point, API, endpoint'),
  form(/\bwhereabouts\b/, 'lead status'),
  form(/\bsurroundings\b/, 'context'),
  form(/\bobey(?:s|ed|ing)?\b/, 'execute'),
  form(/\bunfit\b/, 'invalid'),
  form(/\bstrangers?\b/, 'unknown sender, other person, unrelated process'),
  form(
    /\bone (?:file|row|workflow|event|message|step|topic|commit|command|fact|check|lock|key|handoff|notifier|test|class|line|table|module|timer|job|record) an? [a-z]+/,
    '"one … per …"',
  ),
  form(
    /\b(?:in vain|such a one|such one|nought|naught|lest|hitherto|henceforth|whence|whither|therein|thereof|herein|hereby|amidst|amongst|whilst|shall)\b/,
    'plain modern English',
  ),
];

/** British spelling, as in the names of the domain. */
const spellings: readonly BannedForm[] = [
  form(
    /\b(?:recogn|normal|serial|initial|final|organ|synchron|summar|minim|maxim|optim|categor|prior|custom|standard|anonym|general|central)iz(?:e[ds]?|ing|ers?|ations?)\b/,
    'the British spelling, with s',
  ),
  form(/\b(?:behavior|color|favor|honor|neighbor)(?:s|ed|ing|al)?\b/, 'the British spelling, with ou'),
  form(/\b(?:cancel|label|model|travel)(?:ed|ing)\b/, 'the British spelling, with two l'),
  form(/(?<![.@_-])\bemails?\b(?![@_-]|\.\w)/, 'e-mail'),
];

/** Russian: one word for one thing, and no sentence that depends on a person's gender. */
const russian: readonly BannedForm[] = [
  form(/(?<!\p{L})владел(?:ец|ьц)\p{L}*/u, 'ответственный'),
  form(/(?<!\p{L})обещани\p{L}+/u, 'обязательство, на часах «срок»'),
  form(/\p{L}\((?:а|ла|лась|ась|на|ая)\)/u, 'a sentence that does not depend on gender'),
];

const forms = [...words, ...spellings, ...russian];

/** The banned forms in a text. */
export const bannedForms = (text: string): Finding[] =>
  forms.flatMap(({ pattern, instead }) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ offset: index, found, instead })),
  );
