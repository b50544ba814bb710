import type { HandoffStepRecorded } from '@baton/contracts';
import { applySteps, emptyState } from '@baton/domain';
import type { RecordedStep } from '@baton/domain';
import { isDeepStrictEqual } from 'node:util';
import { doubled } from './doubled.ts';
import type { Evidence, KeptHandoff } from './evidence.ts';
import type { Ledger, Quality, TakenLead } from './ledger.ts';
import { onceEach } from './once-each.ts';

const verdicts: Record<Quality, string> = { fitting: 'mql', 'content-only': 'nurtured', student: 'rejected' };

/** Everything that should not be: between what was answered and what is kept, and between all that is kept. */
export function contradictions(ledger: Ledger, seen: Evidence): string[] {
  const { book } = ledger;
  return [
    ...book.complaints,
    ...(seen.deadLetters > 0 ? [`${seen.deadLetters} messages were given up on`] : []),
    ...(seen.waiting > 0 ? [`${seen.waiting} events wait to be sent or applied`] : []),
    ...aboutLeads(ledger, seen),
    ...aboutTopics(seen),
    ...seen.handoffs.flatMap((handoff) => aboutHandoff(handoff, ledger, seen)),
    ...strangers(ledger, seen),
  ];
}

/** Each lead that was taken is one lead with one signal, judged once; and exactly one handoff, or none by its verdict. */
function aboutLeads({ leads }: Ledger, seen: Evidence): string[] {
  const wrong: string[] = [];
  const kept = Map.groupBy(seen.leads, ({ email }) => email);
  const judgements = Map.groupBy(seen.judgements, ({ leadId }) => leadId);
  const handoffs = Map.groupBy(seen.handoffs, ({ leadId }) => leadId);
  const taken = new Set(leads.map(({ email }) => email));
  for (const lead of leads) {
    const [found, ...more] = kept.get(lead.email) ?? [];
    if (!found || more.length > 0 || found.signals !== 1 || (lead.leadId ?? found.leadId) !== found.leadId) {
      wrong.push(`${named(lead)} was taken once and is kept as ${JSON.stringify(kept.get(lead.email) ?? [])}`);
      continue;
    }
    const own = judgements.get(found.leadId) ?? [];
    const verdict = verdicts[lead.quality];
    if (own.length !== 1 || own[0]?.verdict !== verdict) {
      wrong.push(`${named(lead)} should be judged ${verdict} once, and was: ${own.map((one) => one.verdict).join()}`);
    }
    const expected = verdict === 'mql' ? [`handoff-${found.leadId}-1`] : [];
    const actual = (handoffs.get(found.leadId) ?? []).map(({ handoffId }) => handoffId);
    if (!isDeepStrictEqual(actual, expected)) wrong.push(`${named(lead)}, ${verdict}, has handoffs: ${actual.join()}`);
  }
  for (const { email } of seen.leads) if (!taken.has(email)) wrong.push(`${email} was never answered, and is a lead`);
  return wrong;
}

const named = ({ email, door }: TakenLead): string => `the lead ${email} (${door})`;

/** Each lead's events once, repetitions left out. */
function aboutTopics(seen: Evidence): string[] {
  const wrong: string[] = [];
  const leadIds = seen.leads.map(({ leadId }) => leadId).sort();
  for (const [what, events] of Object.entries({ captured: seen.captured, judged: seen.judged })) {
    const told = onceEach(events, wrong)
      .map(({ data }) => data.leadId)
      .sort();
    if (!isDeepStrictEqual(told, leadIds))
      wrong.push(`${leadIds.length} leads, but ${told.length} were told as ${what}`);
  }
  return wrong;
}

function aboutHandoff(handoff: KeptHandoff, ledger: Ledger, seen: Evidence): string[] {
  const { handoffId } = handoff;
  const versions = (seen.record.get(handoffId) ?? []).map(({ version }) => version);
  if (versions.length === 0 || versions.some((version, index) => version !== index + 1)) {
    return [`${handoffId}: the record has gaps: ${versions.join()}`];
  }
  return [...aboutRecord(handoff, seen), ...aboutWorkflow(handoff, seen), ...aboutAnswers(handoffId, ledger, seen)];
}

/** Nothing in the record is doubled, and row, events and reporting tell the same. */
function aboutRecord({ handoffId, version, stage, ownerId, openTickets }: KeptHandoff, seen: Evidence): string[] {
  const record = seen.record.get(handoffId) ?? [];
  const wrong: string[] = [];
  const say = (what: string): unknown => wrong.push(`${handoffId}: ${what}`);
  const folded = applySteps(emptyState(handoffId), record);
  const row = { version, stage, ownerId, tickets: openTickets };
  const fold = { ...pick(folded), tickets: folded.tickets.toSorted() };
  if (!isDeepStrictEqual(row, fold)) say(`the row is ${JSON.stringify(row)}, its record makes ${JSON.stringify(fold)}`);
  for (const what of doubled(record)) say(what);

  const events = onceEach(
    seen.events.filter(({ data }) => data.handoffId === handoffId),
    wrong,
  ).map(({ data }) => asRecorded(data));
  if (!isDeepStrictEqual(events, record))
    say(`${record.length} steps, and its ${events.length} events are not the same`);
  const reported = (seen.reported.get(handoffId) ?? []).map(asRecorded);
  if (!isDeepStrictEqual(reported, record)) {
    say(`${record.length} steps, and reporting's ${reported.length} are not the same`);
  }
  return wrong;
}

const pick = ({ version, stage, ownerId }: { version: number; stage: string; ownerId: string | null }) => ({
  version,
  stage,
  ownerId,
});

/** The step as the record tells it, without what the event says of the lead. */
function asRecorded({
  leadId: _lead,
  handoffNumber: _n,
  agreementVersion: _v,
  ...step
}: HandoffStepRecorded): RecordedStep {
  return step;
}

/** A running workflow knows exactly what its record says; that of an ended handoff has ended. */
function aboutWorkflow({ handoffId, stage }: KeptHandoff, { workflows, states, record }: Evidence): string[] {
  const status = workflows.get(handoffId);
  const expected = stage === 'ended' ? 'COMPLETED' : 'RUNNING';
  if (status !== expected) return [`${handoffId} is ${stage}, and its workflow is ${status ?? 'missing'}`];
  if (stage === 'ended') return [];
  const fold: unknown = JSON.parse(JSON.stringify(applySteps(emptyState(handoffId), record.get(handoffId) ?? [])));
  const state = states.get(handoffId);
  if (!state) return [`${handoffId}: its workflow does not answer what it knows`];
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(state)), fold)) return [];
  return [`${handoffId}: the workflow knows version ${state.version}, its record makes another state`];
}

/** What was answered as done stands in the record, once. */
function aboutAnswers(handoffId: string, { book }: Ledger, seen: Evidence): string[] {
  const record = seen.record.get(handoffId) ?? [];
  return book.stepsOf(handoffId).flatMap(({ version, at, step }) => {
    const kept = record[version - 1];
    if (isDeepStrictEqual({ version, at, step }, kept && { version, at: kept.at, step: kept.step })) return [];
    return [
      `${handoffId}: step ${version} was answered as ${step.type} and is kept as ${kept?.step.type ?? 'nothing'}`,
    ];
  });
}

/** Answers, events, reports or workflows of handoffs that are in no record. */
function strangers({ book }: Ledger, seen: Evidence): string[] {
  const known = new Set(seen.handoffs.map(({ handoffId }) => handoffId));
  const named = {
    'was answered': book.handoffIds,
    'has events': seen.events.map(({ data }) => data.handoffId),
    'has reported steps': [...seen.reported.keys()],
    'has a workflow': [...seen.workflows.keys()],
  };
  return Object.entries(named).flatMap(([what, handoffIds]) =>
    [...new Set(handoffIds)].filter((id) => !known.has(id)).map((id) => `${id} ${what}, and has no record`),
  );
}
