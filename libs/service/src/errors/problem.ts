/** One wrong field: where by path, which rule by code, what to do in words. */
export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

export interface ProblemOptions {
  status: number;
  /** Stable slug; the answer carries `urn:baton:problem:<slug>`. */
  type: string;
  title: string;
  /** What was wrong, where, and what to do next. Never personal data. */
  detail: string;
  errors?: FieldProblem[];
  retryAfterSeconds?: number;
  [extension: string]: unknown;
}

/** An error that is answered as problem details (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldProblem[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly extensions: Record<string, unknown>;

  constructor(options: ProblemOptions) {
    const { status, type, title, detail, errors, retryAfterSeconds, ...extensions } = options;
    super(detail);
    this.status = status;
    this.type = `urn:baton:problem:${type}`;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
    this.extensions = extensions;
  }

  /** The body of the answer. */
  body(instance?: { traceId?: string | undefined }): Record<string, unknown> {
    return {
      ...this.extensions,
      type: this.type,
      title: this.title,
      status: this.status,
      detail: this.detail,
      ...(this.errors ? { errors: this.errors } : {}),
      ...(instance?.traceId ? { traceId: instance.traceId } : {}),
    };
  }
}

/** Changes to the usual type and title, wrong fields, and extension members. */
export type ProblemOverrides = Partial<Omit<ProblemOptions, 'status' | 'detail'>>;

const problemOf =
  (status: number, type: string, title: string) =>
  (detail: string, changes: ProblemOverrides = {}): Problem =>
    new Problem({ type, title, ...changes, status, detail });

/** The usual problems, by what they mean. */
export const problems = {
  badRequest: problemOf(400, 'bad-request', 'The request is not understood'),
  unauthorized: problemOf(401, 'unauthorized', 'Sign in first'),
  forbidden: problemOf(403, 'forbidden', 'Not allowed'),
  notFound: problemOf(404, 'not-found', 'Not found'),
  conflict: problemOf(409, 'conflict', 'Conflict'),
  tooLarge: problemOf(413, 'body-too-large', 'Too large'),
  unprocessable: problemOf(422, 'unprocessable', 'The request cannot be carried out'),
  /** A caller repeats a request by its key, and the key stands for one body. */
  idempotencyKeyReused: (): Problem =>
    new Problem({
      status: 422,
      type: 'idempotency-key-reused',
      title: 'Idempotency-Key used before',
      detail:
        'This Idempotency-Key came before with another body. Send that body to repeat it, or take a new key for a new request.',
    }),
  /** Something that answering needs is away; the caller may repeat. */
  unavailable: (detail: string, retryAfterSeconds = 2, changes: ProblemOverrides = {}): Problem =>
    new Problem({
      type: 'unavailable',
      title: 'Not available right now',
      ...changes,
      status: 503,
      detail,
      retryAfterSeconds,
    }),
};
