import type { HandoffStepRecorded } from '@baton/contracts';
import { applySteps, emptyState } from '@baton/domain';
import type { HandoffState, RecordedStep } from '@baton/domain';
import { isDeepStrictEqual } from 'node:util';
import { checkCommands } from './command-contradictions.ts';
import { duplicatesIn } from './duplicates.ts';
import type { SystemSnapshot, StoredHandoff } from './system-snapshot.ts';
import type { Ledger, Quality, AcceptedLead } from './ledger.ts';
import { deduplicateById } from './deduplicate.ts';

const expectedVerdicts: Record<Quality, string> = { fitting: 'mql', 'content-only': 'nurtured', student: 'rejected' };

/** All contradictions between what was accepted and what is stored, and between the places where it is stored. */
export function contradictions(ledger: Ledger, seen: SystemSnapshot): string[] {
  const { actions } = ledger;
  return [
    ...actions.unexpectedResponses,
    ...(seen.deadLetters > 0 ? [`there are ${seen.deadLetters} new dead letters`] : []),
    ...(seen.pending > 0 ? [`${seen.pending} events are not sent or applied`] : []),
    ...checkLeads(ledger, seen),
    ...checkTopics(seen),
    ...checkCommands(ledger.commands, seen),
    ...seen.handoffs.flatMap((handoff) => checkHandoff(handoff, ledger, seen)),
    ...checkUnknownHandoffs(ledger, seen),
  ];
}

/** Each accepted lead is stored once with one signal and one judgement, and has one handoff if it is an MQL, else none. */
function checkLeads({ leads }: Ledger, seen: SystemSnapshot): string[] {
  const wrong: string[] = [];
  const storedByEmail = Map.groupBy(seen.leads, ({ email }) => email);
  const judgements = Map.groupBy(seen.judgements, ({ leadId }) => leadId);
  const handoffs = Map.groupBy(seen.handoffs, ({ leadId }) => leadId);
  const acceptedEmails = new Set(leads.map(({ email }) => email));
  for (const lead of leads) {
    const [found, ...more] = storedByEmail.get(lead.email) ?? [];
    if (!found || more.length > 0 || found.signals !== 1 || (lead.leadId ?? found.leadId) !== found.leadId) {
      wrong.push(
        `${describeLead(lead)} was accepted once but is stored as ${JSON.stringify(storedByEmail.get(lead.email) ?? [])}`,
      );
      continue;
    }
    const leadJudgements = judgements.get(found.leadId) ?? [];
    const verdict = expectedVerdicts[lead.quality];
    if (leadJudgements.length !== 1 || leadJudgements[0]?.verdict !== verdict) {
      wrong.push(
        `${describeLead(lead)} should have been judged ${verdict} once, but the verdicts are [${leadJudgements.map((one) => one.verdict).join()}]`,
      );
    }
    const expected = verdict === 'mql' ? [`handoff-${found.leadId}-1`] : [];
    const actual = (handoffs.get(found.leadId) ?? []).map(({ handoffId }) => handoffId);
    if (!isDeepStrictEqual(actual, expected))
      wrong.push(`${describeLead(lead)} with verdict ${verdict} has the handoffs [${actual.join()}]`);
  }
  for (const { email } of seen.leads)
    if (!acceptedEmails.has(email)) wrong.push(`${email} is stored but was never accepted`);
  return wrong;
}

const describeLead = ({ email, entryPoint }: AcceptedLead): string => `the lead ${email} (${entryPoint})`;

/** Each lead has one event on each topic, apart from events that were sent again. */
function checkTopics(seen: SystemSnapshot): string[] {
  const wrong: string[] = [];
  const leadIds = seen.leads.map(({ leadId }) => leadId).sort();
  for (const [what, events] of Object.entries({ captured: seen.captured, judged: seen.judged })) {
    const publishedLeadIds = deduplicateById(events, wrong)
      .map(({ data }) => data.leadId)
      .sort();
    if (!isDeepStrictEqual(publishedLeadIds, leadIds))
      wrong.push(`${leadIds.length} leads, but ${publishedLeadIds.length} were published as ${what}`);
  }
  return wrong;
}

function checkHandoff(handoff: StoredHandoff, ledger: Ledger, seen: SystemSnapshot): string[] {
  const { handoffId } = handoff;
  const versions = (seen.record.get(handoffId) ?? []).map(({ version }) => version);
  if (versions.length === 0 || versions.some((version, index) => version !== index + 1)) {
    return [`${handoffId}: the record has gaps: ${versions.join()}`];
  }
  return [...checkRecord(handoff, seen), ...checkWorkflow(handoff, seen), ...checkResponses(handoffId, ledger, seen)];
}

/** The record has no duplicates, and agrees with the row, the events and reporting. */
function checkRecord(
  { handoffId, version, stage, ownerId, openTickets }: StoredHandoff,
  seen: SystemSnapshot,
): string[] {
  const record = seen.record.get(handoffId) ?? [];
  const wrong: string[] = [];
  const addContradiction = (what: string): unknown => wrong.push(`${handoffId}: ${what}`);
  const folded = applySteps(emptyState(handoffId), record);
  const row = { version, stage, ownerId, tickets: openTickets };
  // The late leads of a queue share one ticket, which belongs to no handoff.
  const tickets = folded.tickets.filter((ticket) => ticket !== 'late-in-queue').toSorted();
  const fold = { ...rowFields(folded), tickets };
  if (!isDeepStrictEqual(row, fold))
    addContradiction(`the row is ${JSON.stringify(row)}, but its record folds to ${JSON.stringify(fold)}`);
  for (const what of duplicatesIn(record)) addContradiction(what);
  for (const { version, at, recordedAt } of record)
    if (at > recordedAt) addContradiction(`step ${version} is of ${at}, but was recorded at ${recordedAt}`);

  // The topics are read after the record, and can have moved on.
  const events = deduplicateById(
    seen.events.filter(({ data }) => data.handoffId === handoffId),
    wrong,
  ).map(({ data }) => toRecordedStep(data));
  if (!isDeepStrictEqual(events.slice(0, record.length), record))
    addContradiction(`the ${events.length} events differ from the ${record.length} steps of the record`);
  const reported = (seen.reported.get(handoffId) ?? []).map(toRecordedStep);
  if (!isDeepStrictEqual(reported, record)) {
    addContradiction(`the ${reported.length} steps in reporting differ from the ${record.length} steps of the record`);
  }
  return wrong;
}

const rowFields = ({ version, stage, ownerId }: { version: number; stage: string; ownerId: string | null }) => ({
  version,
  stage,
  ownerId,
});

/** The recorded step in an event, without the lead. */
function toRecordedStep({
  leadId: _lead,
  handoffNumber: _n,
  agreementVersion: _v,
  ...step
}: HandoffStepRecorded): RecordedStep {
  return step;
}

/** The state of a running workflow is the fold of its record. The workflow of an ended handoff is completed. */
function checkWorkflow({ handoffId, stage }: StoredHandoff, seen: SystemSnapshot): string[] {
  const status = seen.workflows.get(handoffId);
  const expected = stage === 'ended' ? 'COMPLETED' : 'RUNNING';
  const record = seen.record.get(handoffId) ?? [];
  const state = seen.states.get(handoffId);
  const hasJustEnded = status === 'COMPLETED' && state?.stage === 'ended' && state.version > record.length;
  if (status !== expected && !hasJustEnded)
    return [`${handoffId} is ${stage}, but its workflow is ${status ?? 'missing'}`];
  if (stage === 'ended') return [];
  if (!state) return [`${handoffId}: its workflow does not respond to the query`];
  if (state.version < record.length)
    return [`${handoffId}: the workflow is at version ${state.version}, but its record at ${record.length}`];
  const known = (seen.laterRecords.get(handoffId) ?? record).slice(0, state.version);
  const differing = differingFields(state, applySteps(emptyState(handoffId), known));
  if (differing.length === 0) return [];
  return [`${handoffId}: the workflow at version ${state.version} differs from its record in ${differing.join(', ')}`];
}

function differingFields(state: HandoffState, fold: HandoffState): string[] {
  const plain = (value: HandoffState): Record<string, unknown> =>
    JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
  const [known, folded] = [plain(state), plain(fold)];
  return [...new Set([...Object.keys(known), ...Object.keys(folded)])].filter(
    (field) => !isDeepStrictEqual(known[field], folded[field]),
  );
}

/** Steps in responses to commands are in the record. */
function checkResponses(handoffId: string, { actions }: Ledger, seen: SystemSnapshot): string[] {
  const record = seen.record.get(handoffId) ?? [];
  return actions.stepsOf(handoffId).flatMap(({ version, at, step }) => {
    const recorded = record[version - 1];
    if (isDeepStrictEqual({ version, at, step }, recorded && { version, at: recorded.at, step: recorded.step }))
      return [];
    return [
      `${handoffId}: step ${version} was returned as ${step.type} but is recorded as ${recorded?.step.type ?? 'nothing'}`,
    ];
  });
}

/** Responses, events, reports and workflows of handoffs without a record. */
function checkUnknownHandoffs({ actions }: Ledger, seen: SystemSnapshot): string[] {
  const known = new Set(seen.handoffs.map(({ handoffId }) => handoffId));
  const named = {
    'has responses': actions.handoffIds,
    'has events': seen.events.map(({ data }) => data.handoffId),
    'has reported steps': [...seen.reported.keys()],
    'has a workflow': [...seen.workflows.keys()],
  };
  return Object.entries(named).flatMap(([what, handoffIds]) =>
    [...new Set(handoffIds)].filter((id) => !known.has(id)).map((id) => `${id} ${what}, but no record`),
  );
}
