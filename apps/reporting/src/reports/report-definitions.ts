import type { SqlExecutor } from '@baton/messaging';
import { channelsReport } from './channels.report.ts';
import { firstContactReport } from './first-contact.report.ts';
import { lossesReport } from './losses.report.ts';
import { lostReport } from './lost.report.ts';
import { passedConversionReport } from './passed-conversion.report.ts';
import { promisesReport } from './promises.report.ts';
import { dimensions } from './report-query.ts';
import type { Figures, ReportQuery } from './report-query.ts';
import { returnsReport } from './returns.report.ts';

export interface ReportDefinition {
  title: string;
  /** What exactly is counted: stands in every answer. */
  definition: string;
  /** Columns of the table, in their order. */
  columns: string[];
  /** By what it can be split. */
  groupBy: readonly string[];
  run(sql: SqlExecutor, query: ReportQuery): Promise<Figures>;
}

const promiseTimes = ['Median', 'P90', 'P99'].map((name) => `${name}Milliseconds`);

/** Every report there is, by the name it has in its address. */
export const reportDefinitions = {
  returns: {
    title: 'Returns by reason',
    definition:
      "Handoffs with at least one return not overturned ÷ transferred. Rows count returns by reason, and their share is of what was transferred in the row's group; returned, overturned and returned again is two returns, one handoff. A return is without qualification when no qualifying question is recorded; referenced (by a trace that can be looked up) and claimed are told apart. A return accepted by marketing counts as upheld. Without explanation are handoffs that an outside CRM gave back without a reason; of these some still wait for one.",
    columns: [
      'group',
      'reason',
      'countsAgainst',
      'transferred',
      'returns',
      'handoffs',
      'share',
      'open',
      'upheld',
      'overturned',
      'qualificationReferenced',
      'qualificationClaimed',
      'qualificationNone',
    ],
    groupBy: dimensions,
    run: returnsReport,
  },
  promises: {
    title: 'Promises kept and broken',
    definition:
      "Each running of a promise's clock at asOf: kept in time, kept late (broken, and kept at such a time), broken (not kept so far), running, or released because the lead went to somebody else or the handoff ended. Times are of the kept ones, as the agreement counts and by the wall clock. The lead's clock never restarts; the owner's counts for the owner of that running. A running counts once: one for which a new date was agreed, or whose touch was taken back, is told by the running after it. Escalated: told further up after the breach. Corrected: a machine's evidence showed that it was kept in time after all; the breach stays.",
    columns: [
      'group',
      'promise',
      'clock',
      'started',
      'kept',
      'keptLate',
      'broken',
      'running',
      'released',
      'brokenShare',
      'escalated',
      'corrected',
      ...promiseTimes.map((name) => `counted${name}`),
      ...promiseTimes.map((name) => `wallClock${name}`),
    ],
    groupBy: [...dimensions, 'hour'],
    run: promisesReport,
  },
  lost: {
    title: 'Lost by process',
    definition:
      'A handoff is lost by process when at asOf it was uncontacted 24 h after first contact was due; or, reached, had neither touch nor dated next step for 48 h; or was closed as unreachable below the minimum of touches; or its overturned return was uncontacted 24 h after the new transfer; or had no owner for 24 h. Hours are those of the working days in the calendar of its agreement. An opt-out is no loss; what was lost before it stays so. One cause, the earliest; the mark stays, also when it is won later. The share is of those transferred, in a row of those of its group; handoffs lost before any transfer are told apart. Imported history is exempt.',
    columns: ['group', 'cause', 'transferred', 'lost', 'share', 'sqlAfterLost', 'wonAfterLost', 'lostBeforeTransfer'],
    groupBy: dimensions,
    run: lostReport,
  },
  'passed-conversion': {
    title: 'Passed conversion MQL → SQL → won',
    definition:
      "Denominator: transferred − lost by process, with upheld and open returns in it. SQL and won count among these; those of lost handoffs are told apart. The raw conversion is all SQL ÷ transferred. The interval is Wilson's at 95 %. Imported history was never transferred and is not in it.",
    columns: [
      'group',
      'mql',
      'transferred',
      'lost',
      'passed',
      'openReturns',
      'upheldReturns',
      'sql',
      'sqlAfterLost',
      'won',
      'wonAfterLost',
      'conversionToSql',
      'conversionToSqlLow',
      'conversionToSqlHigh',
      'conversionToWon',
      'rawConversionToSql',
      'medianSignalToTransferMilliseconds',
      'medianTransferToFirstTouchMilliseconds',
      'medianTransferToSqlMilliseconds',
      'medianSqlToWonMilliseconds',
    ],
    groupBy: dimensions,
    run: passedConversionReport,
  },
  losses: {
    title: 'What the lost leads cost',
    definition:
      'Ceiling: transferred × share lost × average check of the agreement. Expected: ceiling × passed conversion to won, one conversion for all parts. Left out are lost leads that became SQL after all and those whose return was upheld. Rows by cause and by channel each add up to the whole; fixFirst is the cause whose fixing brings back most.',
    columns: ['currency', 'dimension', 'value', 'handoffs', 'ceiling', 'expected'],
    groupBy: [],
    run: lossesReport,
  },
  channels: {
    title: 'Channels',
    definition:
      'Leads by the day they first came (imported history: the mapped day), handoffs and what became of them by the period of the handoff. Days to won: for imported history calendar days from the mapped day to the day it was won, else the time from the signal that made the lead an MQL, in days. Handoffs returned are those with a return not overturned.',
    columns: [
      'group',
      'leads',
      'mql',
      'transferred',
      'sql',
      'won',
      'imported',
      'returned',
      'medianDaysToWon',
      'p90DaysToWon',
      'wonOfLeads',
    ],
    groupBy: dimensions,
    run: channelsReport,
  },
  'first-contact': {
    title: 'First contact',
    definition:
      "From the request to the first touch by the wall clock, for handoffs that were transferred; conversion to SQL by how long it took, with Wilson's interval at 95 %.",
    columns: ['group', 'bucket', 'handoffs', 'sql', 'conversionToSql', 'conversionToSqlLow', 'conversionToSqlHigh'],
    groupBy: dimensions,
    run: firstContactReport,
  },
} satisfies Record<string, ReportDefinition>;

export type ReportName = keyof typeof reportDefinitions;
