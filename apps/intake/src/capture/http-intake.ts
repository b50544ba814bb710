import { activeTraceparent } from '@baton/messaging';
import { addLogFields, callerName, Outbox, PgPool, problems } from '@baton/service';
import type { Caller, FieldProblem } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { IntakeConfig } from '../intake.config.ts';
import { problemCodes, parseJson, parseLead } from '../parsing/parse-lead.ts';
import { capturedLeadResponse } from './captured-lead.response.ts';
import type { CapturedLeadResponse } from './captured-lead.response.ts';
import { CaptureMetrics } from './capture-metrics.ts';
import { captureLeads } from './capture-leads.ts';
import { deliveryOf } from './delivery.ts';
import { digest, digestOfBytes } from './digest.ts';
import { HttpIntakePool, MAX_CONCURRENT_TRANSACTIONS } from './http-intake-pool.ts';
import { GroupCommit } from './group-commit.ts';
import { invalidLead } from './invalid-lead.ts';
import { leadKeys } from './lead-keys.ts';
import type { CapturedSignal, CaptureResult, Submission } from './submission.ts';

export interface RawSubmission {
  body: Buffer;
  caller: Caller;
  idempotencyKey: string | undefined;
  receivedAt: Date;
}

/** The HTTP entry point. It responds only after the lead is committed. */
@Injectable()
export class HttpIntake {
  readonly #pool: PgPool;
  readonly #config: IntakeConfig;
  readonly #metrics: CaptureMetrics;
  readonly #commits: GroupCommit<Submission, CaptureResult>;

  constructor(
    pool: PgPool,
    httpIntakePool: HttpIntakePool,
    outbox: Outbox,
    config: IntakeConfig,
    metrics: CaptureMetrics,
  ) {
    this.#pool = pool;
    this.#metrics = metrics;
    this.#config = config;
    this.#commits = new GroupCommit({
      commit: (submissions) =>
        httpIntakePool.inTransaction((transaction) =>
          captureLeads(transaction, submissions, (executor, messages) => outbox.append(executor, messages)),
        ),
      maxGroupSize: 200,
      maxConcurrentGroups: MAX_CONCURRENT_TRANSACTIONS,
      maxQueued: 5000,
    });
  }

  async receive(raw: RawSubmission): Promise<CapturedLeadResponse> {
    const parsed = parseJson(raw.body);
    if (!parsed) {
      const errors = [{ field: '(root)', code: 'unreadable-json', message: 'is not JSON in UTF-8' }];
      await this.#storeRefused(raw, errors);
      throw problems.badRequest('The body is not valid JSON in UTF-8.', { type: 'invalid-json', errors });
    }
    assertSourceAllowed(raw.caller, parsed.json);
    const result = parseLead(parsed.json, { strict: true, defaultCountry: this.#config.DEFAULT_COUNTRY });
    if ('problems' in result) {
      await this.#storeRefused(raw, result.problems);
      throw invalidLead(result.problems);
    }
    const captured = await this.#capture({
      entryPoint: 'http',
      createdBy: callerName(raw.caller),
      receivedAt: raw.receivedAt,
      raw: raw.body,
      signalId: randomUUID(),
      newLeadId: randomUUID(),
      lead: result.lead,
      keys: leadKeys(result.lead),
      ...(raw.idempotencyKey === undefined ? deliveryOf(result.lead) : identityFromKey(raw, raw.idempotencyKey)),
    });
    return capturedLeadResponse(captured, result.lead.remarks);
  }

  async #capture(submission: Submission): Promise<CapturedSignal> {
    const traceparent = activeTraceparent();
    const result = await this.#commits.submit({ ...submission, ...(traceparent !== undefined && { traceparent }) });
    if (result.kind === 'conflict') throw problems.idempotencyKeyReused();
    addLogFields({ leadId: result.captured.leadId });
    if (result.kind === 'captured') this.#metrics.captured('http', result, submission.lead.remarks);
    return result.captured;
  }

  /** Not every sender reads the response, so a refused body is kept for some time for the people who look for the lead. */
  async #storeRefused({ body, caller, receivedAt }: RawSubmission, errors: FieldProblem[]): Promise<void> {
    const codes = problemCodes(errors);
    this.#metrics.refused('http', codes);
    await this.#pool.query(
      `INSERT INTO intake.raw_submission (id, entry_point, received_at, created_by, status, codes, body)
       VALUES ($1, 'http', $2, $3, 'refused', $4, $5)`,
      [randomUUID(), receivedAt, callerName(caller), codes, body],
    );
  }
}

/** The caller is part of the identity, because two callers may choose the same key independently. */
function identityFromKey({ caller, body }: RawSubmission, idempotencyKey: string): Pick<Submission, 'identity'> {
  return { identity: { digest: digest('http', caller.id, idempotencyKey), bodyDigest: digestOfBytes(body) } };
}

/**
 * Checked before anything is stored: what a key may not write belongs neither to the leads nor to the refused bodies of
 * another source. @throws Problem 403
 */
function assertSourceAllowed({ keyId, sources }: Caller, json: unknown): void {
  const { source } = (json ?? {}) as { source?: unknown };
  // Without a source the lead is invalid, and refused as such.
  if (sources === undefined || typeof source !== 'string' || source.trim() === '') return;
  if (sources.includes(source.trim())) return;
  const allowed = sources.map((name) => `"${name}"`).join(', ');
  throw problems.forbidden(
    `The key ${keyId} may not write leads of "${source.trim().slice(0, 200)}", only of ${allowed}.`,
    {
      type: 'source-not-allowed',
    },
  );
}
