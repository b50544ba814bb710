import type { HandoffStepRecorded } from '@baton/contracts';
import type { RecordedStep } from '@baton/domain';
import { isDeepStrictEqual } from 'node:util';
import type { ActionLog } from './action-log.ts';
import { AMOUNT_WON, differingFigures, figuresOf, isReported, isInActionLog } from './figures.ts';
import type { Figures } from './figures.ts';
import type { ObservedHandoff, ObservedLead } from './state-reader.ts';

/** What Baton shows of a simulation. */
export interface ObservedState {
  leads: readonly ObservedLead[];
  handoffs: readonly ObservedHandoff[];
  events: readonly HandoffStepRecorded[];
  withTickets: ReadonlySet<string>;
  quarantined: number;
  reported: Figures;
  /** Each handoff's record as reporting shows it. */
  reportedRecord: ReadonlyMap<string, readonly HandoffStepRecorded[]>;
}

/** All differences between the actions, the services, the record, the events and the reports. */
export function differences(actions: ActionLog, seen: ObservedState): string[] {
  return [
    ...actions.unexpectedResponses,
    ...compareLeads(actions, seen),
    ...compareHandoffCounts(seen),
    ...compareRecords(actions, seen),
    ...compareActionLog(actions, seen),
    ...compareReports(seen),
  ];
}

function compareLeads(actions: ActionLog, { leads, quarantined }: ObservedState): string[] {
  const sent = new Map<string, number>();
  for (const { lead, isValid } of actions.signals) {
    if (isValid) sent.set(lead.person.email, (sent.get(lead.person.email) ?? 0) + 1);
  }
  const stored = new Map<string, ObservedLead[]>();
  for (const lead of leads) stored.set(lead.email, [...(stored.get(lead.email) ?? []), lead]);
  const wrong: string[] = [];
  for (const [email, signals] of sent) {
    const found = stored.get(email) ?? [];
    if (found.length !== 1) wrong.push(`${email} was accepted once but is stored as ${found.length} leads`);
    else if (found[0]?.signals !== signals)
      wrong.push(`${email} sent ${signals} signals, but ${found[0]?.signals} are stored`);
  }
  for (const { leadId, email } of leads) if (!sent.has(email)) wrong.push(`lead ${leadId} was never sent`);
  for (const { leadId, lead } of actions.signals) {
    const known = stored.get(lead.person.email)?.[0]?.leadId;
    if (leadId !== undefined && leadId !== known)
      wrong.push(`the response named lead ${leadId}, but ${known ?? 'none'} is stored`);
  }
  const invalid = actions.signals.filter(({ isValid, entryPoint }) => !isValid && entryPoint !== 'http').length;
  if (invalid !== quarantined)
    wrong.push(`${invalid} invalid messages were sent over Kafka, but ${quarantined} are in quarantine`);
  return wrong;
}

/** The handoffs of a lead are numbered without gaps, and at most one is open. A lead without one is nurtured or rejected. */
function compareHandoffCounts({ leads, handoffs, withTickets }: ObservedState): string[] {
  const wrong: string[] = [];
  for (const { leadId, judgements, signals, status } of leads) {
    const own = handoffs
      .filter((handoff) => handoff.leadId === leadId)
      .sort((a, b) => a.handoffNumber - b.handoffNumber);
    const numbers = own.map(({ handoffNumber }) => handoffNumber);
    const verdicts = new Set(judgements.flatMap(({ handoffNumber }) => handoffNumber ?? []));
    if (new Set(judgements.map(({ signalId }) => signalId)).size !== signals) {
      wrong.push(`lead ${leadId} has ${signals} signals and ${judgements.length} judgements`);
    }
    if (
      !isDeepStrictEqual(
        numbers,
        [...verdicts].sort((a, b) => a - b),
      ) ||
      numbers.some((n, i) => n !== i + 1)
    ) {
      wrong.push(`lead ${leadId} was judged for handoffs ${[...verdicts].join(', ')} but has ${numbers.join(', ')}`);
    }
    const open = own.filter(({ stage }) => stage !== 'ended').length;
    if (open > 1) wrong.push(`lead ${leadId} has ${open} open handoffs`);
    const expected = own.length === 0 ? ['nurtured', 'rejected'] : open > 0 ? ['handoff'] : ['ended'];
    if (!expected.includes(status))
      wrong.push(`intake shows lead ${leadId} as ${status}, not ${expected.join(' or ')}`);
  }
  for (const { handoffId, stage, ownerId } of handoffs) {
    // The team lead owns the next step of a queued lead.
    const hasOwner = ownerId !== null || stage === 'queued' || withTickets.has(handoffId);
    if (stage !== 'ended' && !hasOwner) {
      wrong.push(`${handoffId} is ${stage} with neither an owner nor a ticket`);
    }
  }
  return wrong;
}

function compareRecords(actions: ActionLog, { handoffs, events, reportedRecord }: ObservedState): string[] {
  const wrong: string[] = [];
  const eventsOf = Map.groupBy(events, ({ handoffId }) => handoffId);
  for (const { handoffId, record, version } of handoffs) {
    const sent = withoutRepeats(eventsOf.get(handoffId) ?? []);
    const sentSteps = sent.map(toRecordedStep);
    if (record.length !== version || record.some((step, index) => step.version !== index + 1)) {
      wrong.push(
        `the record of ${handoffId} has ${record.length} steps, maybe with gaps, but its row is at version ${version}`,
      );
    }
    const isSame =
      sentSteps.length === record.length && sentSteps.every((step, index) => isDeepStrictEqual(step, record[index]));
    if (!isSame)
      wrong.push(`${handoffId}: the ${record.length} steps of the record and the ${sentSteps.length} events differ`);
    if (!isDeepStrictEqual(reportedRecord.get(handoffId), sent)) {
      wrong.push(`${handoffId}: the record in reporting differs from the events`);
    }
    for (const { version: at, step } of actions.stepsOf(handoffId)) {
      if (!isDeepStrictEqual(step, record[at - 1]?.step)) {
        wrong.push(
          `${handoffId}: step ${at} was returned as ${step.type} but is recorded as ${record[at - 1]?.step.type}`,
        );
      }
    }
  }
  const known = new Set(handoffs.map(({ handoffId }) => handoffId));
  for (const id of eventsOf.keys()) if (!known.has(id)) wrong.push(`${id} has events but no record`);
  return wrong;
}

/** An interrupted relay may send an event again, with the same content. */
function withoutRepeats(events: readonly HandoffStepRecorded[]): HandoffStepRecorded[] {
  return events.filter((event, index) => !events.slice(0, index).some((before) => isDeepStrictEqual(before, event)));
}

/** The recorded step in an event, without the lead. */
function toRecordedStep({
  leadId: _lead,
  handoffNumber: _n,
  agreementVersion: _version,
  ...step
}: HandoffStepRecorded): RecordedStep {
  return step;
}

/** The confirmed actions are in the record. Amounts are in the reports only. */
function compareActionLog(actions: ActionLog, { handoffs, reported }: ObservedState): string[] {
  const own = { of: 'the actions', figures: figuresOfActionLog(actions) };
  const record = { of: 'the record', figures: figuresOfRecord(handoffs) };
  const reports = { of: 'the reports', figures: reported };
  return [
    ...differingFigures(own, record, (name) => isInActionLog(name) && name !== AMOUNT_WON),
    ...differingFigures(own, reports, (name) => name === AMOUNT_WON),
  ];
}

/** The figures that follow from the actions. */
export function figuresOfActionLog(actions: ActionLog): Figures {
  const figures = figuresOf(actions.handoffIds.map((handoffId) => ({ steps: actions.stepsOf(handoffId) })));
  const won = actions.outcomes.filter(({ outcome }) => outcome === 'won');
  const sum = won.reduce((total, { amount }) => total + amount, 0);
  const more = { won: won.length, 'lost deals': actions.outcomes.length - won.length, [AMOUNT_WON]: sum };
  for (const [name, count] of Object.entries(more)) if (count > 0) figures.set(name, count);
  return new Map([...figures].filter(([name]) => isInActionLog(name)));
}

export const figuresOfRecord = (handoffs: readonly ObservedHandoff[]): Figures =>
  figuresOf(handoffs.map(({ channel, record }) => ({ ...(channel !== null && { channel }), steps: record })));

function compareReports({ handoffs, reported }: ObservedState): string[] {
  const record = { of: 'the record', figures: figuresOfRecord(handoffs) };
  return differingFigures(record, { of: 'the reports', figures: reported }, isReported);
}
