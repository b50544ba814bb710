import { isDependencyUnavailable, isError, isWriteConflict } from '@baton/messaging';
import { HttpException } from '@nestjs/common';
import { Problem, problems } from './problem.ts';

/** PostgreSQL's codes for a value that it cannot store: the request is wrong, not the service. */
const unstorableErrorCodes = new Set(['22001', '22003', '22007', '22008', '22021', '22P02', '22P05']);

/** The error that Nest or TypeORM wrapped, otherwise the error itself. */
const wrappedError = (error: unknown): unknown => {
  if (error instanceof HttpException && error.cause) return error.cause;
  return isError(error) && 'driverError' in error ? error.driverError : error;
};

const codeOf = (error: unknown): string | undefined => {
  const inner = wrappedError(error);
  return isError(inner) && 'code' in inner && typeof inner.code === 'string' ? inner.code : undefined;
};

const fromFastifyCode = (code: string | undefined): Problem | undefined => {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problems.tooLarge('The body is larger than 1 MB. Split the request.');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Problem({
        status: 414,
        type: 'path-too-long',
        title: 'Path too long',
        detail: 'A part of the path is longer than 200 characters. Check the ids in it.',
      });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_CONTENT_TYPE':
      return new Problem({
        status: 415,
        type: 'unsupported-media-type',
        title: 'Media type not supported',
        detail: 'Send the body as application/json, with that Content-Type.',
      });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return problems.badRequest('The body is empty, although the Content-Type is JSON.', { type: 'invalid-json' });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return problems.badRequest('The body is not valid JSON.', { type: 'invalid-json' });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return problems.badRequest('The length of the body differs from Content-Length.');
    case 'FST_ERR_BAD_URL':
      return problems.badRequest('The URL is not valid. Check its percent-encoding.');
    default:
      return undefined;
  }
};

const fromHttpException = (error: HttpException): Problem => {
  const status = error.getStatus();
  switch (status) {
    case 400:
      return problems.badRequest(error.message);
    case 401:
      return problems.unauthorized(error.message);
    case 403:
      return problems.forbidden(error.message);
    case 404:
      // Nest's message contains the whole URL, and the query may contain personal data.
      return problems.notFound(error.message.replace(/\?.*$/s, ''));
    case 409:
      return problems.conflict(error.message);
    case 413:
      return problems.tooLarge(error.message);
    case 422:
      return problems.unprocessable(error.message);
    case 503:
      return problems.unavailable(error.message);
    default:
      return new Problem({ status, type: `http-${status}`, title: error.name, detail: error.message });
  }
};

/** Status codes of errors of the HTTP layer, whose messages may quote the request and are therefore replaced. */
const clientStatus = (error: unknown): number | undefined => {
  const status: unknown =
    error instanceof HttpException
      ? error.getStatus()
      : isError(error) && 'statusCode' in error
        ? error.statusCode
        : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
};

/** Converts any thrown value into the problem to return. Internal details never reach the caller. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) {
    return error;
  }
  const code = codeOf(error);
  const known = fromFastifyCode(code);
  if (known) {
    return known;
  }
  if (error instanceof HttpException && !error.cause) {
    return fromHttpException(error);
  }
  if (isDependencyUnavailable(error)) {
    return problems.unavailable(
      'A dependency of this service is unavailable. Repeat the request with the same Idempotency-Key.',
    );
  }
  if (isWriteConflict(error)) {
    return problems.unavailable('Another request changed the same data at the same time. Repeat the request.', 1, {
      type: 'write-conflict',
    });
  }
  if (code && unstorableErrorCodes.has(code)) {
    return problems.badRequest(
      'A value cannot be stored. Check for a malformed id, number or date, or a null character.',
      {
        type: 'unstorable-value',
      },
    );
  }
  const status = clientStatus(error);
  if (status) {
    return new Problem({
      status,
      type: `http-${status}`,
      title: 'Invalid request',
      detail: 'The HTTP layer rejected the request. Check its method, path and headers.',
    });
  }
  return new Problem({
    status: 500,
    type: 'internal',
    title: 'Internal error',
    detail: 'The service failed. Its log has the error under this trace id. You may repeat the request.',
  });
}
