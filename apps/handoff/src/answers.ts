import { stages } from '@baton/domain';
import { Answers, EachAnswers, shapes } from '@baton/service';
import type { AnswerSchema } from '@baton/service';
import type { Handoff } from './handoffs/handoff.entity.ts';
import type { PersonView } from './people/person-rows.ts';
import type { TicketWithComments } from './tickets/tickets.ts';

const { text, moment, whole, flag, anyObject, oneOf, orNull, listOf, objectOf } = shapes;

const step = objectOf({ version: whole, at: moment, step: anyObject });

/** What every command answers: when it returns, its effect is in the record. */
export const AnswersCommand = (): ClassDecorator =>
  EachAnswers(
    Answers(
      200,
      'Carried out, and what it added to the record; the steps are described at baton.handoffs.v1',
      objectOf({ handoffId: text, steps: listOf(step) }, { version: whole }),
    ),
    Answers(409, 'The handoff is at another stage than the command needs; the detail says where it stands'),
    Answers(503, 'Not known whether it was carried out: repeat with the same Idempotency-Key'),
  );

/** The schemas of the answers that are no class. */
const page = (name: string, item: AnswerSchema): AnswerSchema => objectOf({ total: whole, [name]: listOf(item) });

const handoff = objectOf({
  handoffId: text,
  leadId: text,
  handoffNumber: whole,
  agreementVersion: whole,
  source: text,
  channel: orNull(text),
  score: { type: 'number' },
  stage: oneOf(...stages),
  ending: orNull(text),
  ownerId: orNull(text),
  teamId: orNull(text),
  opened: flag,
  accepted: flag,
  nextDueAt: orNull(moment),
  nextDuePromise: orNull(text),
  brokenPromises: listOf(text),
  countedTouches: whole,
  reached: flag,
  startedAt: moment,
  transferredAt: orNull(moment),
  endedAt: orNull(moment),
  version: whole,
} satisfies Partial<Record<keyof Handoff, AnswerSchema>>);
export const handoffPage = page('handoffs', handoff);

const words = objectOf({ en: text, ru: text });
export const ticket = objectOf({
  ticketId: text,
  handoffId: orNull(text),
  kind: text,
  ownerId: orNull(text),
  ownerRole: orNull(text),
  teamId: orNull(text),
  cause: anyObject,
  because: words,
  whatToDo: words,
  openedAt: moment,
  since: moment,
  closedAt: orNull(moment),
  timesOpened: whole,
  acknowledgedAt: orNull(moment),
  acknowledgedBy: orNull(text),
  comments: listOf(anyObject),
} satisfies Partial<Record<keyof TicketWithComments | 'ownerRole' | 'because' | 'whatToDo', AnswerSchema>>);
export const ticketPage = page('tickets', ticket);

export const explanation = objectOf({
  handoffId: text,
  choices: listOf(
    objectOf({
      ...{ version: whole, at: moment, why: text, chosen: orNull(text) },
      because: objectOf({ en: listOf(text), ru: listOf(text) }),
      recomputed: objectOf({ chosen: orNull(text), isSame: flag }),
      decision: anyObject,
    }),
  ),
});

export const person = objectOf({
  personId: text,
  team: orNull(text),
  roles: listOf(text),
  zone: orNull(text),
  hours: orNull(anyObject),
  skills: listOf(text),
  languages: listOf(text),
  cap: orNull(whole),
  deputy: orNull(text),
  absences: listOf(objectOf({ absenceId: text, from: moment, to: moment })),
  openHandoffs: whole,
  lastAssignedAt: orNull(moment),
  leftAt: orNull(moment),
  fromFile: flag,
} satisfies Partial<Record<keyof PersonView, AnswerSchema>>);
export const people = objectOf({ people: listOf(person) });
export const team = objectOf({
  ...{ teamId: text, name: text, position: whole, leadId: orNull(text), headId: orNull(text), fromFile: flag },
});
export const teams = objectOf({ teams: listOf(team) });
export const account = objectOf({
  ...{ domain: text, ownerId: text, because: oneOf('account', 'open-deal'), since: moment, teamId: orNull(text) },
});

const delivery = objectOf({
  ...{ channel: text, to: text, state: text, notBefore: moment, messageId: orNull(text), tries: whole },
  ...{ sentAt: orNull(moment), givenUpAt: orNull(moment), failure: orNull(text), resent: listOf(anyObject) },
});
export const notificationPage = page(
  'notifications',
  objectOf({
    ...{ notificationId: text, handoffId: orNull(text), recipientId: orNull(text), kind: text, facts: anyObject },
    ...{ language: text, at: moment, deliveries: listOf(delivery) },
  }),
);
export const resent = objectOf({ messageIds: listOf(text) });
export const notificationSettings = objectOf({
  ...{ personId: text, language: oneOf('ru', 'en'), channels: anyObject },
});

const publication: [Record<string, AnswerSchema>, Record<string, AnswerSchema>] = [
  { version: whole, publishedAt: moment, publishedBy: text },
  { comment: text, basedOn: whole, rolledBackTo: whole, draftId: text },
];
const [always, sometimes] = publication;
export const agreementPage = page(
  'agreements',
  objectOf({ title: text, ...always }, { sources: listOf(text), ...sometimes }),
);
export const agreement = objectOf({ ...always, agreement: anyObject }, sometimes);
export const publishedAgreement = objectOf({ ...always, agreement: anyObject, warnings: listOf(anyObject) }, sometimes);
export const difference = objectOf({ from: whole, changes: listOf(anyObject) }, { to: whole });
const draftSummary = {
  ...{ draftId: text, title: text, problems: listOf(anyObject), basedOn: orNull(whole), revision: whole },
  ...{ createdAt: moment, createdBy: text, updatedAt: moment, updatedBy: text, publishedAs: orNull(whole) },
};
export const draftPage = page('drafts', objectOf(draftSummary));
export const draft = objectOf({
  ...{ ...draftSummary, text, document: orNull(anyObject), warnings: listOf(anyObject) },
});

export const bulk = objectOf({
  ...{ bulkId: text, total: whole, done: whole, refused: whole, waiting: whole },
  results: listOf(
    objectOf({ handoffId: text, outcome: oneOf('waiting', 'done', 'refused') }, { version: whole, problem: text }),
  ),
});
export const toldOutcome = objectOf({ outcomeId: text });
