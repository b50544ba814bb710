import { dayNumber, timeOfDay } from './civil-time.ts';
import { merged } from './span.ts';
import type { Span } from './span.ts';
import { MINUTE } from './units.ts';
import { weekdays } from './working-calendar.ts';
import type { SpecialDay, Weekday, WorkingCalendar, WorkingInterval } from './working-calendar.ts';

/** The working hours of each civil day, in milliseconds of wall time since midnight. Absences are not considered. */
export class LocalHours {
  readonly #weekly: Record<Weekday, Span[]>;
  readonly #special: Map<number, Span[]>;

  constructor({ hours, specialDays }: Pick<WorkingCalendar, 'hours' | 'specialDays'>) {
    this.#weekly = Object.fromEntries(
      weekdays.map((weekday) => [weekday, merged((hours[weekday] ?? []).map(wallTimes))]),
    ) as Record<Weekday, Span[]>;
    this.#special = new Map(
      specialDays.map((special) => {
        const day = dayNumber(special.date) as number;
        return [day, this.#hoursOf(special, weekdayOf(day))];
      }),
    );
  }

  /** @param day days since 1970-01-01 */
  on(day: number): Span[] {
    return this.#special.get(day) ?? this.#weekly[weekdayOf(day)];
  }

  #hoursOf(special: SpecialDay, weekday: Weekday): Span[] {
    switch (special.kind) {
      case 'off':
        return [];
      case 'working':
        return shortened(
          merged([...this.#weekly[weekday], ...this.#weekly[special.like]]),
          special.shortenedByMinutes ?? 0,
        );
      case 'shortened':
        return shortened(this.#weekly[weekday], special.shortenedByMinutes);
    }
  }
}

/** The nominal hours of a week, without special days and absences. Routing weights people by them. */
export function scheduledMillisecondsPerWeek({ hours }: Pick<WorkingCalendar, 'hours'>): number {
  return Object.values(hours)
    .flat()
    .map(wallTimes)
    .reduce((sum, { from, to }) => sum + to - from, 0);
}

function wallTimes({ from, to }: WorkingInterval): Span {
  return { from: timeOfDay(from) as number, to: timeOfDay(to) as number };
}

function weekdayOf(day: number): Weekday {
  // 1970-01-01 was a Thursday.
  return weekdays[(((day + 3) % 7) + 7) % 7] as Weekday;
}

/** Takes off working minutes, not clock minutes: otherwise a break at the end of the day would absorb the shortening. */
function shortened(spans: Span[], byMinutes: number): Span[] {
  let remaining = byMinutes * MINUTE;
  return spans
    .toReversed()
    .map(({ from, to }) => {
      const taken = Math.min(remaining, to - from);
      remaining -= taken;
      return { from, to: to - taken };
    })
    .filter(({ from, to }) => from < to)
    .reverse();
}
