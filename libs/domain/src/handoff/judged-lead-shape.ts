import { answerEffects, answerValues } from '../judging/judgement.ts';
import type { CriterionAnswer } from '../judging/judgement.ts';
import { contactMethods, intakeFlags, signalKinds } from '../lead/lead.ts';
import type { LeadSnapshot, Signal } from '../lead/lead.ts';
import {
  finiteNumber,
  listOf,
  moment,
  objectOf,
  oneOf,
  optional,
  positiveInteger,
  shortText,
  storableText,
} from '../shape.ts';
import type { Shape } from '../shape.ts';
import { resumeCauses } from './judged-lead.ts';
import type { JudgedLead, Resumption } from './judged-lead.ts';

/** A shape for each field, so that a new field cannot be forgotten. */
type Fields<Checked> = { readonly [Name in keyof Required<Checked>]: Shape };

const text = optional(shortText);

const signalFields: Fields<Signal> = {
  signalId: shortText,
  kind: oneOf(signalKinds),
  receivedAt: moment,
  channel: text,
  campaign: text,
};

const leadFields: Fields<LeadSnapshot> = {
  source: shortText,
  channel: text,
  campaign: text,
  industry: text,
  segment: text,
  employees: optional(finiteNumber),
  role: text,
  country: text,
  region: text,
  zones: optional(listOf(shortText)),
  language: text,
  companyDomain: text,
  reachableBy: listOf(oneOf(contactMethods)),
  flags: listOf(oneOf(intakeFlags)),
  consent: oneOf([true, false, null]),
  contactRefusedAt: optional(moment),
  signals: listOf(objectOf(signalFields)),
};

const answerFields: Fields<CriterionAnswer> = {
  criterion: shortText,
  answer: oneOf(answerValues),
  evidence: objectOf({ attribute: shortText, value: optional(storableText) }),
  effect: oneOf(answerEffects),
};

const resumptionFields: Fields<Resumption> = {
  handoffNumber: positiveInteger,
  cause: oneOf(resumeCauses),
  ownerId: text,
};

const judgedLeadFields: Fields<JudgedLead> = {
  createdBy: shortText,
  lead: objectOf(leadFields),
  answers: listOf(objectOf(answerFields)),
  askedCriteria: listOf(shortText),
  score: finiteNumber,
  signalReceivedAt: moment,
  resumes: optional(objectOf(resumptionFields)),
};

export const judgedLeadShape: Shape = objectOf(judgedLeadFields);
