import { stages } from '@baton/domain';
import { DescribeResponse, DescribeEachResponse, shapes } from '@baton/service';
import type { ResponseSchema } from '@baton/service';
import type { Handoff } from '../handoff-row/handoff.entity.ts';
import type { PersonResponse } from '../staff/person-rows.ts';
import type { TicketWithComments } from '../tickets/tickets.ts';

const { text, moment, integer: whole, boolean: flag, anyObject, oneOf, nullable: orNull, listOf, objectOf } = shapes;

const step = objectOf({ version: whole, at: moment, step: anyObject });

/** What every command answers: when it returns, its effect is in the record. */
export const CommandResponses = (): ClassDecorator =>
  DescribeEachResponse(
    DescribeResponse(
      200,
      'Carried out, and what it added to the record; the steps are described at baton.handoffs.v1',
      objectOf({ handoffId: text, steps: listOf(step) }, { version: whole }),
    ),
    DescribeResponse(409, 'The handoff is at another stage than the command needs; the detail says where it stands'),
    DescribeResponse(503, 'Not known whether it was carried out: repeat with the same Idempotency-Key'),
  );

/** The schemas of the answers that are no class. */
const pageOf = (name: string, item: ResponseSchema): ResponseSchema => objectOf({ total: whole, [name]: listOf(item) });

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
} satisfies Partial<Record<keyof Handoff, ResponseSchema>>);
export const handoffPage = pageOf('handoffs', handoff);

const words = objectOf({ en: text, ru: text });
export const ticket = objectOf({
  ticketId: text,
  handoffId: orNull(text),
  kind: text,
  ownerId: orNull(text),
  ownerRole: orNull(text),
  teamId: orNull(text),
  cause: anyObject,
  causeText: words,
  whatToDo: words,
  openedAt: moment,
  since: moment,
  closedAt: orNull(moment),
  timesOpened: whole,
  acknowledgedAt: orNull(moment),
  acknowledgedBy: orNull(text),
  comments: listOf(anyObject),
} satisfies Partial<Record<keyof TicketWithComments | 'ownerRole' | 'causeText' | 'whatToDo', ResponseSchema>>);
export const ticketPage = pageOf('tickets', ticket);

export const routingExplanation = objectOf({
  handoffId: text,
  choices: listOf(
    objectOf({
      version: whole,
      at: moment,
      reason: text,
      chosen: orNull(text),
      explanation: objectOf({ en: listOf(text), ru: listOf(text) }),
      recomputed: objectOf({ chosen: orNull(text), isSame: flag }),
      decision: anyObject,
    }),
  ),
});

export const person = objectOf({
  personId: text,
  teamId: orNull(text),
  roles: listOf(text),
  zone: orNull(text),
  hours: orNull(anyObject),
  skills: listOf(text),
  languages: listOf(text),
  cap: orNull(whole),
  deputyId: orNull(text),
  absences: listOf(objectOf({ absenceId: text, from: moment, to: moment })),
  openHandoffs: whole,
  lastAssignedAt: orNull(moment),
  leftAt: orNull(moment),
  fromFile: flag,
} satisfies Partial<Record<keyof PersonResponse, ResponseSchema>>);
export const people = objectOf({ people: listOf(person) });
export const team = objectOf({
  teamId: text,
  name: text,
  position: whole,
  leadId: orNull(text),
  headId: orNull(text),
  fromFile: flag,
});
export const teams = objectOf({ teams: listOf(team) });
export const account = objectOf({
  domain: text,
  ownerId: text,
  basis: oneOf('account', 'open-deal'),
  since: moment,
  teamId: orNull(text),
});

const delivery = objectOf({
  channel: text,
  to: text,
  state: text,
  notBefore: moment,
  messageId: orNull(text),
  tries: whole,
  sentAt: orNull(moment),
  givenUpAt: orNull(moment),
  failure: orNull(text),
  resent: listOf(anyObject),
});
export const notificationPage = pageOf(
  'notifications',
  objectOf({
    notificationId: text,
    handoffId: orNull(text),
    recipientId: orNull(text),
    kind: text,
    facts: anyObject,
    language: text,
    at: moment,
    deliveries: listOf(delivery),
  }),
);
export const resentMessages = objectOf({ messageIds: listOf(text) });
export const notificationSettings = objectOf({
  personId: text,
  language: oneOf('ru', 'en'),
  channels: anyObject,
});

const publication: [Record<string, ResponseSchema>, Record<string, ResponseSchema>] = [
  { version: whole, publishedAt: moment, publishedBy: text },
  { comment: text, basedOnVersion: whole, rolledBackToVersion: whole, draftId: text },
];
const [requiredPublicationFields, optionalPublicationFields] = publication;
export const agreementPage = pageOf(
  'agreements',
  objectOf({ title: text, ...requiredPublicationFields }, { sources: listOf(text), ...optionalPublicationFields }),
);
export const agreement = objectOf({ ...requiredPublicationFields, agreement: anyObject }, optionalPublicationFields);
export const publishedAgreement = objectOf(
  { ...requiredPublicationFields, agreement: anyObject, warnings: listOf(anyObject) },
  optionalPublicationFields,
);
export const agreementDiff = objectOf({ from: whole, changes: listOf(anyObject) }, { to: whole });
const draftSummary = {
  draftId: text,
  title: text,
  problems: listOf(anyObject),
  basedOnVersion: orNull(whole),
  revision: whole,
  createdAt: moment,
  createdBy: text,
  updatedAt: moment,
  updatedBy: text,
  publishedVersion: orNull(whole),
};
export const draftPage = pageOf('drafts', objectOf(draftSummary));
export const draft = objectOf({
  ...draftSummary,
  text,
  document: orNull(anyObject),
  warnings: listOf(anyObject),
});

export const bulkProgress = objectOf({
  bulkId: text,
  total: whole,
  done: whole,
  refused: whole,
  pending: whole,
  results: listOf(
    objectOf({ handoffId: text, outcome: oneOf('pending', 'done', 'refused') }, { version: whole, problem: text }),
  ),
});
export const reportedOutcome = objectOf({ outcomeId: text });
