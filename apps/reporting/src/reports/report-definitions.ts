import { evidenceLevels, leadHolders } from '@baton/domain';
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
  /** Exactly what is counted; part of every response. */
  definition: string;
  /** The columns of the table, in order. */
  columns: string[];
  /** The dimensions that it can be grouped by. */
  groupBy: readonly string[];
  run(sql: SqlExecutor, query: ReportQuery): Promise<Figures>;
}

const promiseTimes = ['Median', 'P90', 'P99'].map((name) => `${name}Milliseconds`);

/** All reports, by the name in their URL. */
export const reportDefinitions = {
  returns: {
    title: 'Returns by reason',
    definition:
      'Handoffs with at least one return that was not overturned ÷ transferred handoffs. Rows count returns by reason; their share is relative to the transferred handoffs of the group. A handoff that is returned, overturned and returned again counts as two returns of one handoff. Qualification is the strongest evidence of an answer to a qualifying question: `verified` if a connected system reports it, `referenced` if a person says where it can be found, `claimed` if it is a note, and `none` without an answer, which is a return without qualification. The proof of the return has the same levels. A return accepted by marketing counts as upheld. The fault columns count the verdicts of the arbiter by the fault that they name. `withoutExplanation` counts handoffs that an external CRM returned without a reason, and those that still wait for one.',
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
      'qualificationVerified',
      'qualificationReferenced',
      'qualificationClaimed',
      'qualificationNone',
      'proofVerified',
      'proofReferenced',
      'proofClaimed',
      'faultLead',
      'faultRouting',
      'faultSales',
      'faultNobody',
    ],
    groupBy: dimensions,
    run: returnsReport,
  },
  promises: {
    title: 'Promises kept and broken',
    definition:
      "Each instance of a promise with its state at asOf: kept in time, kept late (broken first), broken (not kept so far), running, or released because the lead got another owner or the handoff ended. Times are those of kept promises, in the agreement's counted time and in wall-clock time. The lead's clock never restarts; an instance of the owner's clock counts for that owner. An instance for which a new date was agreed, or whose touch was voided, is replaced by the next one. Escalated: someone was notified after the breach. Verified, referenced and claimed count the kept promises by the evidence of the touch that kept them; other kept promises need no evidence. Corrected: evidence with a reference showed that the promise had been kept in time; the breach remains. The late columns and lateLeadsHeldBy show for how long marketing, the team queue and the owners held the leads whose first contact was late on the lead's clock, in wall-clock time from the request to the first touch, or to the due time if it is still broken.",
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
      ...evidenceLevels,
      ...leadHolders.map((holder) => `late${holder[0]?.toUpperCase()}${holder.slice(1)}Milliseconds`),
      ...promiseTimes.map((name) => `counted${name}`),
      ...promiseTimes.map((name) => `wallClock${name}`),
    ],
    groupBy: [...dimensions, 'hour'],
    run: promisesReport,
  },
  lost: {
    title: 'Lost by process',
    definition:
      'A handoff is lost by process if, at asOf, it was uncontacted 24 h after first contact was due; or its touches promise broke and no touch followed for 24 h; or was contacted and then had neither a touch nor a dated next step for 48 h; or was closed as unreachable with too few touches; or its return was overturned and it was uncontacted 24 h after the new transfer; or had no owner for 24 h. Hours are counted on the working days of its agreement. An opt-out is not a loss, but an earlier loss remains. Each loss has one cause, the earliest, and remains even if the lead is won later. A postponed handoff and the next one of its lead are two handoffs, and each can be lost. Shares are relative to the transferred handoffs of the group; handoffs lost before any transfer are counted separately. Imported history is excluded.',
    columns: ['group', 'cause', 'transferred', 'lost', 'share', 'sqlAfterLost', 'wonAfterLost', 'lostBeforeTransfer'],
    groupBy: dimensions,
    run: lostReport,
  },
  'passed-conversion': {
    title: 'Passed conversion MQL → SQL → won',
    definition:
      'Denominator: transferred − lost by process, including open and upheld returns. A postponed handoff is replaced by the next one of its lead, which belongs to its own period: it is counted as `replaced` and nowhere else. Until then it is in the denominator, and counted as `postponed`. SQL and won are counted within it; those of lost handoffs are counted separately. Raw conversion: all SQL ÷ transferred. The interval is a 95 % Wilson interval. Imported history was never transferred and is excluded.',
    columns: [
      'group',
      'mql',
      'transferred',
      'lost',
      'passed',
      'openReturns',
      'upheldReturns',
      'postponed',
      'replaced',
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
    title: 'Cost of lost leads',
    definition:
      "Ceiling: transferred × share lost × the agreement's average check. Expected: ceiling × passed conversion to won, the same conversion for all rows. The handoff of a postponed lead that came back is replaced by the next one. Lost leads that became an SQL anyway and those with an upheld return are excluded. The rows by cause and those by channel each add up to the total. fixFirst is the cause with the highest cost.",
    columns: ['currency', 'dimension', 'value', 'handoffs', 'ceiling', 'expected'],
    groupBy: [],
    run: lossesReport,
  },
  channels: {
    title: 'Channels',
    definition:
      'Leads by the day of their first signal (imported history: the mapped day); handoffs and their outcomes by the period of the handoff. Rejected are leads whose latest verdict at asOf rejects them, because of a red flag or in a review of nurtured leads; the latter are counted separately as well. Days to won: the time from the signal that made the lead an MQL; for imported history, calendar days from the mapped day. Of several outcomes of a handoff, the one that happened last counts, and of the same moment the one reported last. Refunds until asOf are shown next to the won amounts of their deals, which stay won; the average check is before refunds. An imported deal that was won counts as MQL, SQL and won; one that was lost as MQL and lost deal, and as SQL only if the mapping says so. Returned handoffs are those with a return that was not overturned.',
    columns: [
      'group',
      'leads',
      'rejected',
      'rejectedInReview',
      'mql',
      'transferred',
      'sql',
      'won',
      'lostDeals',
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
      'Wall-clock time from the request to the first touch, for transferred handoffs, and the conversion to SQL for each range, with a 95 % Wilson interval. Handoffs without a touch are still waiting until they end, and then never contacted. Requests outside the working hours of the agreement are off-hours and have separate rows. The evidence is that of the first touch.',
    columns: [
      'group',
      'hours',
      'bucket',
      'handoffs',
      'sql',
      'conversionToSql',
      'conversionToSqlLow',
      'conversionToSqlHigh',
    ],
    groupBy: dimensions,
    run: firstContactReport,
  },
} satisfies Record<string, ReportDefinition>;

export type ReportName = keyof typeof reportDefinitions;
