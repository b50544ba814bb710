import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultAgreement } from '@baton/domain';
import type { HandoffStep, LeadSnapshot } from '@baton/domain';
import { SeededRandom } from '@baton/testing';
import { agreementEvent } from './generated-event-log.ts';
import type { TopicEvent } from './generated-event-log.ts';

const olistFolder = join(import.meta.dirname, '../../../../../shared/data/olist');
export const isOlistAvailable = existsSync(join(olistFolder, 'closed_deals.csv'));

/** The export uses Brazilian time. */
export const olistZone = 'America/Sao_Paulo';
const importedAt = '2026-03-02T09:00:00.000Z';

export interface OlistLead {
  id: string;
  day: string;
  channel: string | undefined;
  /** A local time without a zone, as in the file. */
  wonAt: string | undefined;
}

const rowsOf = (file: string): string[][] =>
  readFileSync(join(olistFolder, file), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));

/** Joins both files. The columns used come before any quoted one, so splitting at commas is safe. */
export function readOlist(): OlistLead[] {
  const won = new Map(rowsOf('closed_deals.csv').map(([id = '', , , , at = '']) => [id, at]));
  return rowsOf('marketing_qualified_leads.csv').map(([id = '', day = '', , channel = '']) => ({
    id,
    day,
    channel: channel === '' ? undefined : channel,
    wonAt: won.get(id),
  }));
}

/** The events that reporting receives when the files are imported. */
export function olistEvents(leads: readonly OlistLead[]): TopicEvent[] {
  const random = new SeededRandom(1);
  const past = leads.flatMap(({ day, channel, wonAt }): TopicEvent[] => {
    const leadId = random.uuid();
    const signal = { signalId: 's1', kind: 'other', receivedAt: importedAt } as const;
    const lead: LeadSnapshot = {
      source: 'olist',
      ...(channel !== undefined && { channel }),
      reachableBy: [],
      flags: [],
      consent: null,
      signals: [signal],
    };
    const importedHistory = { day, verdict: 'mql' } as const;
    const common = { leadId, signalId: 's1', createdBy: 'olist.csv', lead, importedHistory };
    const handoffId = `handoff-${leadId}-1`;
    const wonAtUtc = wonAt && Temporal.PlainDateTime.from(wonAt).toZonedDateTime(olistZone).toInstant().toString();
    const judged = {
      agreementVersion: 1,
      signalReceivedAt: importedAt,
      answers: [],
      askedCriteria: [],
      handoffNumber: 1,
    };
    const recordedStep = (version: number, step: HandoffStep): TopicEvent => ({
      topic: 'step',
      id: `${handoffId}/${version}`,
      time: importedAt,
      data: {
        handoffId,
        version,
        at: importedAt,
        recordedAt: importedAt,
        leadId,
        handoffNumber: 1,
        actor: { kind: 'system', id: 'import' },
        cause: { kind: 'message', id: `judged/${leadId}/s1` },
        step,
        agreementVersion: 1,
      },
    });
    return [
      { topic: 'captured', id: `${leadId}/s1`, time: importedAt, data: { ...common, isNew: true } },
      {
        topic: 'judged',
        id: `judged/${leadId}/s1`,
        time: importedAt,
        data: { ...common, ...judged, verdict: 'mql', score: { points: 0, reasons: [] } },
      },
      recordedStep(1, { type: 'imported', lead, history: importedHistory }),
      ...(wonAtUtc
        ? [
            {
              topic: 'outcome',
              id: `outcome/${leadId}`,
              time: importedAt,
              data: { outcome: 'won', leadId, decidedAt: wonAtUtc, imported: true },
            } as const,
            recordedStep(2, { type: 'outcome-recorded', outcomeId: `outcome/${leadId}`, outcome: 'won' }),
          ]
        : []),
    ];
  });
  return [agreementEvent(1, defaultAgreement), ...past];
}
