import { Metrics } from '@baton/service';
import type { FieldProblem } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { problemCodes } from '../parsing/parse-lead.ts';
import type { CaptureResult, EntryPoint } from './submission.ts';

type CapturedResult = Extract<CaptureResult, { kind: 'captured' }>;

@Injectable()
export class CaptureMetrics {
  readonly #captured: ReturnType<Metrics['counter']>;
  readonly #remarks: ReturnType<Metrics['counter']>;
  readonly #likelyDuplicates: ReturnType<Metrics['counter']>;
  readonly #refused: ReturnType<Metrics['counter']>;

  constructor(metrics: Metrics) {
    this.#captured = metrics.counter<string>('intake_signals_captured_total', 'Stored signals', [
      'entry_point',
      'lead',
    ]);
    this.#remarks = metrics.counter<string>('intake_lead_remarks_total', 'Remarks on captured leads', [
      'entry_point',
      'code',
    ]);
    this.#likelyDuplicates = metrics.counter<string>(
      'intake_likely_duplicates_total',
      'Captured leads that may be the same person as another lead',
      ['reason'],
    );
    this.#refused = metrics.counter<string>('intake_leads_refused_total', 'Refused or quarantined leads', [
      'entry_point',
      'code',
    ]);
  }

  captured(entryPoint: EntryPoint, { captured, likelyDuplicates }: CapturedResult, remarks: FieldProblem[]): void {
    this.#captured.inc({ entry_point: entryPoint, lead: captured.isNew ? 'new' : 'known' });
    for (const code of problemCodes(remarks)) this.#remarks.inc({ entry_point: entryPoint, code });
    for (const reason of likelyDuplicates) this.#likelyDuplicates.inc({ reason });
  }

  /** A code consists of a rule and a known field name, so the label has few values. */
  refused(entryPoint: EntryPoint, codes: string[]): void {
    for (const code of codes) this.#refused.inc({ entry_point: entryPoint, code });
  }
}
