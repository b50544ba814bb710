import { lossesByCurrency, passedConversion, quantile } from '@baton/domain';
import type { LostGroup } from '@baton/domain';
import type { Figures, ReportQuery } from '../reports/report-query.ts';
import type { TopicEvent } from './generated-event-log.ts';
import { startOfDay, expectedHandoffs } from './oracle-handoffs.ts';
import type { ExpectedHandoff } from './oracle-handoffs.ts';
import { expectedPromises } from './oracle-promises.ts';

/** Only what stays the same whoever counts it: no order of rows, no words. */
export type ExpectedReport = Pick<Figures, 'total'> & { rows: Record<string, unknown>[]; comparesRows?: false };

const count = <T>(items: readonly T[], matches: (item: T) => unknown): number => items.filter(matches).length;
const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** The same questions, asked of the log of events. */
export class Oracle {
  readonly #events: readonly TopicEvent[];
  readonly #query: ReportQuery;
  readonly #inScope: ExpectedHandoff[];
  readonly #own: ExpectedHandoff[];

  constructor(world: readonly TopicEvent[], question: ReportQuery) {
    this.#events = world;
    this.#query = question;
    this.#inScope = expectedHandoffs(world, question).filter(
      (handoff) => this.#isInPeriod(this.#periodMoment(handoff)) && this.#matchesAttributes(handoff.attributes),
    );
    this.#own = this.#inScope.filter((handoff) => this.#isOwn(handoff.rep, handoff.team));
  }

  #periodMoment({ importedDay, firstAt: first, mqlAt }: ExpectedHandoff): number {
    if (importedDay !== undefined) return startOfDay(importedDay, this.#query.zone);
    return first('transferred') ?? mqlAt;
  }

  #isInPeriod(moment: number): boolean {
    const { from, to, asOf } = this.#query;
    return (
      moment <= Date.parse(asOf) &&
      (from === null || moment >= Date.parse(from)) &&
      (to === null || moment < Date.parse(to))
    );
  }

  #matchesAttributes(attributes: Record<string, string | null>): boolean {
    const { team: _team, rep: _rep, ...filters } = this.#query.filters;
    return Object.entries(filters).every(([name, wanted]) => attributes[name] === (wanted === '' ? null : wanted));
  }

  #isOwn(rep: string | null | undefined, team: string | null | undefined): boolean {
    const { filters } = this.#query;
    return [
      [filters.rep, rep],
      [filters.team, team],
    ].every(([wanted, has]) => wanted === undefined || (has ?? null) === (wanted === '' ? null : wanted));
  }

  #group(handoff: Pick<ExpectedHandoff, 'attributes' | 'rep' | 'team'>, by = this.#query.groupBy): string | null {
    const { rep, team } = handoff;
    const all: Record<string, string | null> = { ...handoff.attributes, rep, team };
    return by === undefined ? null : (all[by] ?? null);
  }

  get #transferred(): ExpectedHandoff[] {
    return this.#own.filter(({ firstAt: first }) => first('transferred') !== undefined);
  }

  #shareOfGroup(group: string | null, part: number): { transferred: number; share: number | null } {
    const transferred = count(this.#transferred, (handoff) => this.#group(handoff) === group);
    return { transferred, share: ratio(part, transferred) };
  }

  returns(): ExpectedReport {
    const allReturns = this.#own.flatMap((handoff) =>
      handoff.returns.map(({ step, state }) => ({ handoff, step, state })),
    );
    const standing = (some: typeof allReturns): typeof allReturns => some.filter(({ state }) => state !== 'overturned');
    const notOverturned = standing(allReturns);
    const groups = Map.groupBy(allReturns, ({ handoff, step }) => JSON.stringify([this.#group(handoff), step.reason]));
    const qualified = (kind: string): number => count(notOverturned, ({ step }) => step.qualification === kind);
    const inState = (some: typeof allReturns, wanted: string): number => count(some, ({ state }) => state === wanted);
    const returned = new Set(notOverturned.map(({ handoff }) => handoff.id)).size;
    const held = this.#own.filter(({ stepsOf: told }) => told('return-held').length > 0);
    const isStillHeld = ({ stepsOf: told }: ExpectedHandoff): boolean => {
      const heldAt = told('return-held').at(-1)?.version ?? Infinity;
      return [...told('returned'), ...told('ended')].every(({ version }) => version < heldAt);
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
        qualification: { referenced: qualified('referenced'), claimed: qualified('claimed'), none: qualified('none') },
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
        };
      }),
    };
  }

  lost(): ExpectedReport {
    const marked = this.#own.filter(({ lostCause }) => lostCause !== undefined);
    const lost = marked.filter(({ firstAt: first }) => first('transferred') !== undefined);
    const groups = Map.groupBy(marked, (handoff) => JSON.stringify([this.#group(handoff), handoff.lostCause]));
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
    const expectedRow = (all: ExpectedHandoff[]): Record<string, unknown> => {
      const transferred = all.filter(({ firstAt: first }) => first('transferred') !== undefined);
      const passed = transferred.filter(({ lostCause }) => lostCause === undefined);
      const isSql = ({ sqlAt }: ExpectedHandoff): boolean => sqlAt !== undefined;
      const isWon = ({ outcome }: ExpectedHandoff): boolean => outcome?.kind === 'won';
      const toSql = transferred.flatMap(({ firstAt: first, sqlAt: to }) => {
        const from = first('transferred');
        return from !== undefined && to !== undefined ? [to - from] : [];
      });
      return {
        mql: count(all, ({ importedDay }) => importedDay === undefined),
        transferred: transferred.length,
        lost: transferred.length - passed.length,
        passed: passed.length,
        openReturns: count(passed, ({ returns }) => returns.some(({ state }) => state === 'open')),
        upheldReturns: count(passed, ({ returns }) => returns.some(({ state }) => state === 'upheld')),
        sql: count(passed, isSql),
        won: count(passed, isWon),
        conversionToSql: ratio(count(passed, isSql), passed.length),
        conversionToWon: ratio(count(passed, isWon), passed.length),
        rawConversionToSql: ratio(count(transferred, isSql), transferred.length),
        medianTransferToSqlMilliseconds: quantile(toSql, 0.5),
      };
    };
    const groups = Map.groupBy(this.#own, (handoff) => this.#group(handoff));
    const rows = [...groups].map(([group, some]) => ({ group, ...expectedRow(some) }));
    return {
      total: expectedRow(this.#own),
      rows: this.#query.groupBy ? rows : [{ group: null, ...expectedRow(this.#own) }],
    };
  }

  losses(): ExpectedReport {
    const checks = new Map(
      this.#events.flatMap((event) =>
        event.topic === 'agreement' ? [[String(event.data.version), event.data.agreement.money] as const] : [],
      ),
    );
    const money = ({ attributes }: ExpectedHandoff) => checks.get(attributes['agreementVersion'] ?? '');
    const transferred = this.#transferred;
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
      // They are the parts of the total, line by line.
      rows: [],
      comparesRows: false,
    };
  }

  promises(): ExpectedReport {
    const { zone, groupBy: by } = this.#query;
    const instances = this.#inScope
      .flatMap((handoff) =>
        expectedPromises(handoff.steps).map((expected) => {
          const isOwners = expected.step.clock === 'owner';
          const hour = Temporal.Instant.fromEpochMilliseconds(expected.from).toZonedDateTimeISO(zone).hour;
          const owner = isOwners
            ? { rep: expected.rep, team: expected.team }
            : { rep: handoff.rep, team: handoff.team };
          const group = by === 'hour' ? String(hour).padStart(2, '0') : this.#group({ ...handoff, ...owner });
          return { ...expected, group, whose: owner };
        }),
      )
      .filter(({ whose: owner }) => this.#isOwn(owner.rep, owner.team));
    const groups = Map.groupBy(instances, ({ group, step }) => JSON.stringify([group, step.promise, step.clock]));
    return {
      total: {
        started: instances.length,
        escalated: count(instances, ({ escalated }) => escalated),
        corrected: count(instances, ({ corrected }) => corrected),
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
    const groups = Map.groupBy(this.#own, (handoff) => this.#group(handoff, by));
    const days = ({ outcome, importedDay, signalAt }: ExpectedHandoff): number[] => {
      if (outcome?.kind !== 'won') return [];
      if (importedDay === undefined) return [(outcome.at - signalAt) / 86_400_000];
      const wonDay = Temporal.Instant.fromEpochMilliseconds(outcome.at).toZonedDateTimeISO(zone).toPlainDate();
      return [Temporal.PlainDate.from(importedDay).until(wonDay, { largestUnit: 'day' }).days];
    };
    return {
      total: {},
      rows: [...groups].map(([group, some]) => ({
        group,
        mql: some.length,
        transferred: count(some, ({ firstAt: first }) => first('transferred') !== undefined),
        sql: count(some, ({ sqlAt }) => sqlAt !== undefined),
        won: count(some, ({ outcome }) => outcome?.kind === 'won'),
        returned: count(some, ({ returns }) => returns.some(({ state }) => state !== 'overturned')),
        medianDaysToWon: quantile(some.flatMap(days), 0.5),
      })),
    };
  }

  firstContact(): ExpectedReport {
    const called = this.#transferred.filter(({ importedDay }) => importedDay === undefined);
    const bucket = ({ firstTouchAt: touchedAt, signalAt }: ExpectedHandoff): string => {
      if (touchedAt === undefined) return 'never';
      const minutes = (touchedAt - signalAt) / 60_000;
      if (minutes > 60) return '>60 min';
      return minutes <= 5 ? '0–5 min' : minutes <= 15 ? '>5–15 min' : minutes <= 30 ? '>15–30 min' : '>30–60 min';
    };
    const isSql = ({ sqlAt }: ExpectedHandoff): boolean => sqlAt !== undefined;
    const groups = Map.groupBy(called, (handoff) => JSON.stringify([this.#group(handoff), bucket(handoff)]));
    return {
      total: { handoffs: called.length, sql: count(called, isSql) },
      rows: [...groups].map(([key, some]) => {
        const [group, name] = JSON.parse(key) as [string | null, string];
        return { group, bucket: name, handoffs: some.length, sql: count(some, isSql) };
      }),
    };
  }

  /** Leads in scope by channel. */
  leads(): Map<string | null, number> {
    const leads = this.#events.flatMap((event) => (event.topic === 'captured' && event.data.isNew ? [event.data] : []));
    const counted = leads.filter(({ lead, importedHistory }) => {
      const moment = importedHistory
        ? startOfDay(importedHistory.day, this.#query.zone)
        : Date.parse(lead.signals[0]?.receivedAt ?? '');
      const { source, channel = null, campaign = null, segment = null } = lead;
      return this.#isInPeriod(moment) && this.#matchesAttributes({ source, channel, campaign, segment });
    });
    return new Map(
      [...Map.groupBy(counted, ({ lead }) => lead.channel ?? null)].map(([key, some]) => [key, some.length]),
    );
  }
}
