import type { Duplex } from 'node:stream';
import { Problem } from './problem.ts';

const problemOf = (code: string | undefined): Problem => {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Problem({
        status: 431,
        type: 'headers-too-large',
        title: 'Headers too large',
        detail: 'The headers exceed 16 KB in total. Send fewer or shorter headers.',
      });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem({
        status: 408,
        type: 'request-timeout',
        title: 'Request timeout',
        detail: 'The request was not received completely in time. Send it again.',
      });
    default:
      return new Problem({
        status: 400,
        type: 'malformed-http',
        title: 'Malformed HTTP request',
        detail: 'The request line or a header is malformed.',
      });
  }
};

/** Responds on the connection itself, because the HTTP parser rejects the data before there is a request. */
export function respondToMalformedHttp(error: { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(error.code);
  const body = JSON.stringify(problem.body());
  const lines = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
