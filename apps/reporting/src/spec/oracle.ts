import { evidenceLevels, faults, lossesByCurrency, passedConversion, qualifications, quantile } from '@baton/domain';
import type { LostGroup } from '@baton/domain';
import type { Figures, ReportQuery } from '../reports/report-query.ts';
import type { TopicEvent } from './generated-event-log.ts';
import { firstContactBucketOf, firstContactLimits } from './oracle-first-contact.ts';
import { expectedConversion } from './oracle-conversion.ts';
import { expectedHandoffs, startOfDay } from './oracle-handoffs.ts';
import { wonAmounts } from './oracle-amounts.ts';
import type { ExpectedHandoff } from './oracle-handoffs.ts';
import { leadCounts } from './oracle-leads.ts';
import type { LeadCounts } from './oracle-leads.ts';
import { heldBy, holdingsOf, shownHoldings } from './oracle-account.ts';
import { expectedPromises } from './oracle-promises.ts';
import { count, ratio } from './oracle-counts.ts';
import { OracleScope } from './oracle-scope.ts';

/** The expected figures, without the order of rows and without texts. */
export type ExpectedReport = Pick<Figures, 'total'> & { rows: Record<string, unknown>[]; comparesRows?: false };

/** Computes all reports directly from the event log, independently of the projections. */
export class Oracle {
  readonly #events: readonly TopicEvent[];
  readonly #query: ReportQuery;
  readonly #scope: OracleScope;
  readonly #inPeriod: ExpectedHandoff[];
  readonly #inScope: ExpectedHandoff[];

  constructor(events: readonly TopicEvent[], query: ReportQuery) {
    this.#events = events;
    this.#query = query;
    this.#scope = new OracleScope(query);
    this.#inPeriod = expectedHandoffs(events, query).filter((handoff) => this.#scope.includes(handoff));
    this.#inScope = this.#inPeriod.filter((handoff) => this.#scope.matchesOwnerAndEvidence(handoff));
  }

  get #transferred(): ExpectedHandoff[] {
    return this.#inScope.filter(({ firstAt: first }) => first('transferred') !== undefined);
  }

  #shareOfGroup(group: string | null, part: number): { transferred: number; share: number | null } {
    const transferred = count(this.#transferred, (handoff) => this.#scope.groupOf(handoff) === group);
    return { transferred, share: ratio(part, transferred) };
  }

  returns(): ExpectedReport {
    const allReturns = this.#inScope.flatMap((handoff) =>
      handoff.returns.map(({ step, state, fault }) => ({ handoff, step, state, fault })),
    );
    const standing = (some: typeof allReturns): typeof allReturns => some.filter(({ state }) => state !== 'overturned');
    const notOverturned = standing(allReturns);
    const groups = Map.groupBy(allReturns, ({ handoff, step }) =>
      JSON.stringify([this.#scope.groupOf(handoff), step.reason]),
    );
    const qualified = (kind: string): number => count(notOverturned, ({ step }) => step.qualification === kind);
    const provenBy = (some: typeof allReturns, level: string): number =>
      count(some, ({ step }) => step.proof.level === level);
    const inState = (some: typeof allReturns, wanted: string): number => count(some, ({ state }) => state === wanted);
    const ofFault = (some: typeof allReturns, wanted: string): number => count(some, ({ fault }) => fault === wanted);
    const returned = new Set(notOverturned.map(({ handoff }) => handoff.id)).size;
    const held = this.#inScope.filter(({ stepsOf }) => stepsOf('return-held').length > 0);
    const isStillHeld = ({ stepsOf }: ExpectedHandoff): boolean => {
      const heldAt = stepsOf('return-held').at(-1)?.version ?? Infinity;
      return [...stepsOf('returned'), ...stepsOf('ended')].every(({ version }) => version < heldAt);
    };
    return {
      total: {
        transferred: this.#transferred.length,
        returned,
        share: ratio(returned, this.#transferred.length),
        returns: {
          open: inState(allReturns, 'open'),
          upheld: inState(allReturns, 'upheld'),
          overturned: inState(allReturns, 'overturned'),
        },
        qualification: Object.fromEntries(qualifications.map((kind) => [kind, qualified(kind)])),
        proof: Object.fromEntries(evidenceLevels.map((level) => [level, provenBy(notOverturned, level)])),
        faults: Object.fromEntries(faults.map((fault) => [fault, ofFault(allReturns, fault)])),
        withoutExplanation: { handoffs: held.length, stillHeld: count(held, isStillHeld) },
      },
      rows: [...groups].map(([key, some]) => {
        const [group, reason] = JSON.parse(key) as [string | null, string];
        return {
          group,
          reason,
          returns: some.length,
          open: inState(some, 'open'),
          ...this.#shareOfGroup(group, new Set(standing(some).map(({ handoff }) => handoff.id)).size),
          upheld: inState(some, 'upheld'),
          overturned: inState(some, 'overturned'),
          qualificationVerified: count(standing(some), ({ step }) => step.qualification === 'verified'),
          proofReferenced: provenBy(standing(some), 'referenced'),
          faultLead: ofFault(some, 'lead'),
          faultNobody: ofFault(some, 'nobody'),
        };
      }),
    };
  }

  lost(): ExpectedReport {
    const marked = this.#inScope.filter(({ lostCause }) => lostCause !== undefined);
    const lost = marked.filter(({ firstAt: first }) => first('transferred') !== undefined);
    const groups = Map.groupBy(marked, (handoff) => JSON.stringify([this.#scope.groupOf(handoff), handoff.lostCause]));
    const transferred = this.#transferred.length;
    return {
      total: {
        transferred,
        lost: lost.length,
        share: ratio(lost.length, transferred),
        sqlAfterLost: count(lost, ({ sqlAt }) => sqlAt),
        wonAfterLost: count(lost, ({ outcome }) => outcome?.kind === 'won'),
        lostBeforeTransfer: marked.length - lost.length,
      },
      rows: [...groups].map(([key, some]) => {
        const [group, cause] = JSON.parse(key) as [string | null, string];
        const ofCause = count(some, ({ firstAt: first }) => first('transferred') !== undefined);
        return { group, cause, lost: ofCause, ...this.#shareOfGroup(group, ofCause) };
      }),
    };
  }

  passedConversion(): ExpectedReport {
    const groups = Map.groupBy(this.#inScope, (handoff) => this.#scope.groupOf(handoff));
    const rows = [...groups].map(([group, some]) => ({ group, ...expectedConversion(some) }));
    return {
      total: expectedConversion(this.#inScope),
      rows: this.#query.groupBy ? rows : [{ group: null, ...expectedConversion(this.#inScope) }],
    };
  }

  losses(): ExpectedReport {
    const checks = new Map(
      this.#events.flatMap((event) =>
        event.topic === 'agreement' ? [[String(event.data.version), event.data.agreement.money] as const] : [],
      ),
    );
    const money = ({ attributes }: ExpectedHandoff) => checks.get(attributes['agreementVersion'] ?? '');
    const transferred = this.#transferred.filter(({ firstAt: first }) => first('resumed') === undefined);
    const passed = transferred.filter(({ lostCause }) => lostCause === undefined);
    const groups = transferred.flatMap((handoff): LostGroup[] => {
      const { lostCause: cause, sqlAt, returns, attributes } = handoff;
      const { currency = '', averageCheck = 0 } = money(handoff) ?? {};
      const isUpheld = returns.some(({ state }) => state === 'upheld');
      if (cause === undefined || sqlAt !== undefined || isUpheld) return [];
      return [{ cause, channel: attributes['channel'] ?? null, currency, handoffs: 1, checks: averageCheck }];
    });
    const perCurrency = Map.groupBy(transferred, (handoff) => money(handoff)?.currency ?? '');
    const conversion = passedConversion({
      transferred: transferred.length,
      lost: transferred.length - passed.length,
      sql: 0,
      sqlOfLost: 0,
      won: count(passed, ({ outcome }) => outcome?.kind === 'won'),
      wonOfLost: 0,
    }).won;
    const sizes = new Map([...perCurrency].map(([currency, some]) => [currency, some.length]));
    return {
      total: {
        transferred: transferred.length,
        conversionToWon: conversion,
        currencies: lossesByCurrency(groups, sizes, conversion),
      },
      // The rows repeat the parts of the total.
      rows: [],
      comparesRows: false,
    };
  }

  promises(): ExpectedReport {
    const { zone, groupBy: by } = this.#query;
    const instances = this.#inPeriod
      .flatMap((handoff) =>
        expectedPromises(handoff.steps).map((expected) => {
          const isOwners = expected.step.clock === 'owner';
          const hour = Temporal.Instant.fromEpochMilliseconds(expected.from).toZonedDateTimeISO(zone).hour;
          const owner = isOwners
            ? { rep: expected.rep, team: expected.team }
            : { rep: handoff.rep, team: handoff.team };
          const group =
            by === 'hour'
              ? String(hour).padStart(2, '0')
              : this.#scope.groupOf({ ...handoff, ...owner, evidence: expected.evidence });
          const shown = shownHoldings(expected.account, handoff.steps, this.#query.filters);
          return { ...expected, group, owner, handoffId: handoff.id, shown };
        }),
      )
      .filter(({ owner, evidence }) => this.#scope.matchesOwnerAndEvidence({ ...owner, evidence }));
    const groups = Map.groupBy(instances, ({ group, step }) => JSON.stringify([group, step.promise, step.clock]));
    return {
      total: {
        started: instances.length,
        escalated: count(instances, ({ escalated }) => escalated),
        corrected: count(instances, ({ corrected }) => corrected),
        verified: count(instances, ({ evidence }) => evidence === 'verified'),
        claimed: count(instances, ({ evidence }) => evidence === 'claimed'),
        lateLeadsHeldBy: heldBy(instances.map(({ handoffId, shown }) => ({ handoffId, account: shown }))),
      },
      rows: [...groups].map(([key, some]) => {
        const [group, promise, clock] = JSON.parse(key) as [string | null, string, string];
        const kept = some.flatMap((expected) => expected.kept ?? []);
        const state = (name: string): number => count(some, ({ status }) => status === name);
        return {
          group,
          promise,
          clock,
          started: some.length,
          kept: state('kept'),
          keptLate: state('keptLate'),
          broken: state('broken'),
          running: state('running'),
          released: state('released'),
          escalated: count(some, ({ escalated }) => escalated),
          referenced: count(some, ({ evidence }) => evidence === 'referenced'),
          ...holdingsOf(some),
          wallClockMedianMilliseconds: quantile(
            kept.map((step) => step.wallClockMilliseconds),
            0.5,
          ),
          countedP90Milliseconds: quantile(
            kept.map((step) => step.countedMilliseconds),
            0.9,
          ),
        };
      }),
    };
  }

  channels(): ExpectedReport {
    const { zone, groupBy: by = 'channel' } = this.#query;
    const groups = Map.groupBy(this.#inScope, (handoff) => this.#scope.groupOf(handoff, by));
    const days = ({ outcome, importedDay, signalAt }: ExpectedHandoff): number[] => {
      if (outcome?.kind !== 'won') return [];
      if (importedDay === undefined) return [(outcome.at - signalAt) / 86_400_000];
      const wonDay = Temporal.Instant.fromEpochMilliseconds(outcome.at).toZonedDateTimeISO(zone).toPlainDate();
      return [Temporal.PlainDate.from(importedDay).until(wonDay, { largestUnit: 'day' }).days];
    };
    return {
      total: { amounts: wonAmounts(this.#inScope) },
      rows: [...groups].map(([group, some]) => ({
        group,
        mql: some.length,
        transferred: count(some, ({ firstAt: first }) => first('transferred') !== undefined),
        sql: count(some, ({ sqlAt }) => sqlAt !== undefined),
        won: count(some, ({ outcome }) => outcome?.kind === 'won'),
        lostDeals: count(some, ({ outcome }) => outcome?.kind === 'lost'),
        returned: count(some, ({ returns }) => returns.some(({ state }) => state !== 'overturned')),
        medianDaysToWon: quantile(some.flatMap(days), 0.5),
      })),
    };
  }

  firstContact(): ExpectedReport {
    const handoffs = this.#transferred.filter(({ importedDay }) => importedDay === undefined);
    const limits = firstContactLimits(this.#events, this.#query.asOf);
    const bucket = (handoff: ExpectedHandoff): string => firstContactBucketOf(handoff, limits);
    const isSql = ({ sqlAt }: ExpectedHandoff): boolean => sqlAt !== undefined;
    const hours = ({ isOffHours }: ExpectedHandoff): string => (isOffHours ? 'off' : 'working');
    const offHours = handoffs.filter(({ isOffHours }) => isOffHours);
    const groups = Map.groupBy(handoffs, (handoff) =>
      JSON.stringify([this.#scope.groupOf(handoff), hours(handoff), bucket(handoff)]),
    );
    return {
      total: {
        handoffs: handoffs.length,
        sql: count(handoffs, isSql),
        offHours: { handoffs: offHours.length, sql: count(offHours, isSql) },
      },
      rows: [...groups].map(([key, some]) => {
        const [group, within, name] = JSON.parse(key) as [string | null, string, string];
        return { group, hours: within, bucket: name, handoffs: some.length, sql: count(some, isSql) };
      }),
    };
  }

  /** Leads in scope by channel, and how many of them the latest verdict rejects. */
  leads(): Map<string | null, LeadCounts> {
    const leads = this.#events.flatMap((event) =>
      event.topic === 'captured' && event.data.isNew && this.#scope.isKnown(Date.parse(event.time)) ? [event.data] : [],
    );
    const counted = leads.filter(({ lead, importedHistory }) => {
      const moment = importedHistory
        ? startOfDay(importedHistory.day, this.#query.zone)
        : Date.parse(lead.signals[0]?.receivedAt ?? '');
      const { source, channel = null, campaign = null, segment = null } = lead;
      return this.#scope.isInPeriod(moment) && this.#scope.matchesAttributes({ source, channel, campaign, segment });
    });
    return new Map(
      [...Map.groupBy(counted, ({ lead }) => lead.channel ?? null)].map(([key, some]) => [
        key,
        leadCounts(this.#events, some, this.#query.asOf),
      ]),
    );
  }
}
