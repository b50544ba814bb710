/** One invalid field: its path, the code of the violated rule, and what to correct. */
export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

export interface ProblemOptions {
  status: number;
  /** A stable slug; the response has the type `urn:baton:problem:<slug>`. */
  type: string;
  title: string;
  /** What was wrong, where, and what to do next. Never personal data. */
  detail: string;
  errors?: FieldProblem[];
  retryAfterSeconds?: number;
  [extension: string]: unknown;
}

/** An error that is returned as problem details (RFC 9457). */
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

  /** The body of the response. */
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

/** Overrides of the default type and title, invalid fields, and extension members. */
export type ProblemOverrides = Partial<Omit<ProblemOptions, 'status' | 'detail'>>;

const problemOf =
  (status: number, type: string, title: string) =>
  (detail: string, changes: ProblemOverrides = {}): Problem =>
    new Problem({ type, title, ...changes, status, detail });

/** The common problems, by their meaning. */
export const problems = {
  badRequest: problemOf(400, 'bad-request', 'Invalid request'),
  unauthorized: problemOf(401, 'unauthorized', 'Not authenticated'),
  forbidden: problemOf(403, 'forbidden', 'Not allowed'),
  notFound: problemOf(404, 'not-found', 'Not found'),
  conflict: problemOf(409, 'conflict', 'Conflict'),
  tooLarge: problemOf(413, 'body-too-large', 'Too large'),
  unprocessable: problemOf(422, 'unprocessable', 'The request cannot be processed'),
  /** A key identifies one request, so it belongs to one body. */
  idempotencyKeyReused: (): Problem =>
    new Problem({
      status: 422,
      type: 'idempotency-key-reused',
      title: 'Idempotency-Key already used',
      detail:
        'This Idempotency-Key was already used with a different body. Repeat the request with that body, or use a new key for a new request.',
    }),
  tooManyRequests: (detail: string, retryAfterSeconds: number, changes: ProblemOverrides = {}): Problem =>
    new Problem({
      type: 'too-many-requests',
      title: 'Too many requests',
      ...changes,
      status: 429,
      detail,
      retryAfterSeconds,
    }),
  /** A dependency is unavailable; the caller may repeat the request. */
  unavailable: (detail: string, retryAfterSeconds = 2, changes: ProblemOverrides = {}): Problem =>
    new Problem({
      type: 'unavailable',
      title: 'Temporarily unavailable',
      ...changes,
      status: 503,
      detail,
      retryAfterSeconds,
    }),
};
