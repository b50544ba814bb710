import type { Duplex } from 'node:stream';
import { Problem } from './problem.ts';

const problemOf = (code: string | undefined): Problem => {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Problem({
        status: 431,
        type: 'headers-too-large',
        title: 'Headers too large',
        detail: 'The headers are larger than 16 KB together. Send fewer or shorter ones.',
      });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem({
        status: 408,
        type: 'request-timeout',
        title: 'The request came too slowly',
        detail: 'The request was not complete in time. Send it again.',
      });
    default:
      return new Problem({
        status: 400,
        type: 'malformed-http',
        title: 'The request is not HTTP',
        detail: 'The request line or a header is malformed.',
      });
  }
};

/** What the HTTP parser refuses never becomes a request: the answer is written to the connection itself. */
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
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
