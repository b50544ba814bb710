import { activeTraceparent, addLogFields, Outbox, PgPool, Problem, problems } from '@baton/service';
import type { FieldProblem } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { IntakeConfig } from '../intake.config.ts';
import { problemCodes, parseJson, parseLead } from '../parsing/parse-lead.ts';
import { CaptureMetrics } from './capture-metrics.ts';
import { captureLeads } from './capture-leads.ts';
import { digest, digestOfBytes } from './digest.ts';
import { HttpIntakePool, MAX_CONCURRENT_TRANSACTIONS } from './http-intake-pool.ts';
import { GroupCommit } from './group-commit.ts';
import { leadKeys } from './lead-keys.ts';
import type { CapturedSignal, CaptureResult, Submission } from './submission.ts';

export interface RawSubmission {
  body: Buffer;
  callerId: string;
  idempotencyKey: string | undefined;
  receivedAt: Date;
}

/** The door for HTTP: answers when the lead is committed, and not before. */
@Injectable()
export class HttpIntake {
  readonly #pool: PgPool;
  readonly #config: IntakeConfig;
  readonly #metrics: CaptureMetrics;
  readonly #commits: GroupCommit<Submission, CaptureResult>;

  constructor(
    @Inject(PgPool) pool: PgPool,
    @Inject(HttpIntakePool) connections: HttpIntakePool,
    @Inject(Outbox) outbox: Outbox,
    @Inject(IntakeConfig) config: IntakeConfig,
    @Inject(CaptureMetrics) metrics: CaptureMetrics,
  ) {
    this.#pool = pool;
    this.#metrics = metrics;
    this.#config = config;
    this.#commits = new GroupCommit({
      commit: (submissions) =>
        connections.inTransaction((transaction) =>
          captureLeads(transaction, submissions, (executor, messages) => outbox.append(executor, messages)),
        ),
      maxGroupSize: 200,
      maxConcurrentGroups: MAX_CONCURRENT_TRANSACTIONS,
      maxQueued: 5000,
    });
  }

  async receive(given: RawSubmission): Promise<CapturedSignal> {
    const read = parseJson(given.body);
    if (!read) {
      const code = 'unreadable-json';
      throw await this.#refuse(given, [{ field: '(root)', code, message: 'is not JSON in UTF-8' }], (errors) =>
        problems.badRequest('The body is not valid JSON in UTF-8.', { type: 'invalid-json', errors }),
      );
    }
    const reading = parseLead(read.json, { strict: true, defaultCountry: this.#config.DEFAULT_COUNTRY });
    if ('problems' in reading) throw await this.#refuse(given, reading.problems, invalidLead);

    const { body, callerId, receivedAt } = given;
    const traceparent = activeTraceparent();
    const result = await this.#commits.submit({
      entryPoint: 'http',
      createdBy: callerId,
      receivedAt,
      raw: body,
      signalId: randomUUID(),
      newLeadId: randomUUID(),
      lead: reading.lead,
      keys: leadKeys(reading.lead),
      ...identityFromKey(given),
      ...(traceparent === undefined ? {} : { traceparent }),
    });
    if (result.kind === 'conflict') throw problems.idempotencyKeyReused();
    addLogFields({ leadId: result.captured.leadId });
    if (result.kind === 'captured') this.#metrics.captured('http', result.captured);
    return result.captured;
  }

  /** A refused body becomes no lead, but is kept for a while: not every sender reads its answers. */
  async #refuse(
    { body, callerId, receivedAt }: RawSubmission,
    errors: FieldProblem[],
    problemOf: (errors: FieldProblem[]) => Problem,
  ): Promise<Problem> {
    const codes = problemCodes(errors);
    this.#metrics.refused('http', codes);
    await this.#pool.query(
      `INSERT INTO intake.raw_submission (id, entry_point, received_at, created_by, status, codes, body)
       VALUES ($1, 'http', $2, $3, 'refused', $4, $5)`,
      [randomUUID(), receivedAt, callerId, codes, body],
    );
    return problemOf(errors);
  }
}

/** Two callers may use the same key without knowing of each other. */
function identityFromKey({ idempotencyKey, callerId, body }: RawSubmission): Pick<Submission, 'identity'> {
  if (idempotencyKey === undefined) return {};
  return { identity: { digest: digest('http', callerId, idempotencyKey), bodyDigest: digestOfBytes(body) } };
}

const invalidLead = (errors: FieldProblem[]): Problem =>
  problems.unprocessable(
    `Correct ${[...new Set(errors.map(({ field }) => field))].join(', ')} and send the lead again.`,
    {
      type: 'invalid-fields',
      title: 'Some fields are wrong',
      errors,
    },
  );
