import { Metrics } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { CapturedSignal, EntryPoint } from './submission.ts';

@Injectable()
export class CaptureMetrics {
  readonly #captured: ReturnType<Metrics['counter']>;
  readonly #refused: ReturnType<Metrics['counter']>;

  constructor(metrics: Metrics) {
    this.#captured = metrics.counter<string>('intake_signals_captured_total', 'Stored signals', [
      'entry_point',
      'lead',
    ]);
    this.#refused = metrics.counter<string>('intake_leads_refused_total', 'Refused or quarantined leads', [
      'entry_point',
      'code',
    ]);
  }

  captured(entryPoint: EntryPoint, { isNew }: CapturedSignal): void {
    this.#captured.inc({ entry_point: entryPoint, lead: isNew ? 'new' : 'known' });
  }

  /** A code consists of a rule and a known field name, so the label has few values. */
  refused(entryPoint: EntryPoint, codes: string[]): void {
    for (const code of codes) this.#refused.inc({ entry_point: entryPoint, code });
  }
}
