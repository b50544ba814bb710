import { Metrics } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import type { CapturedSignal, EntryPoint } from './submission.ts';

/** How many leads come in by which door, and how many are turned away for what. */
@Injectable()
export class CaptureMetrics {
  readonly #captured: ReturnType<Metrics['counter']>;
  readonly #refused: ReturnType<Metrics['counter']>;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.#captured = metrics.counter<string>('intake_signals_captured_total', 'Signals stored', [
      'entry_point',
      'lead',
    ]);
    this.#refused = metrics.counter<string>('intake_leads_refused_total', 'Leads refused or quarantined', [
      'entry_point',
      'code',
    ]);
  }

  captured(entryPoint: EntryPoint, { isNew }: CapturedSignal): void {
    this.#captured.inc({ entry_point: entryPoint, lead: isNew ? 'new' : 'known' });
  }

  /** The codes are rules and names of our own fields, and so a few. */
  refused(entryPoint: EntryPoint, codes: string[]): void {
    for (const code of codes) this.#refused.inc({ entry_point: entryPoint, code });
  }
}
