import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** `hang` never responds, and `cut` closes the connection within the body of a response with status 200. */
export type ReceiverResponse = { status: number; body?: object; headers?: Record<string, string> } | 'hang' | 'cut';

export interface HttpReceiver {
  url: string;
  requests: ReceivedRequest[];
  respondWith: (response: ReceiverResponse) => void;
  stop: () => Promise<void>;
}

/** An HTTP server that stands in for Slack, Telegram, intake or a webhook. */
export async function startHttpReceiver(): Promise<HttpReceiver> {
  const requests: ReceivedRequest[] = [];
  let nextResponse: ReceiverResponse = { status: 200, body: { ok: true } };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      if (nextResponse === 'hang') return;
      if (nextResponse === 'cut') {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{', () => response.destroy());
        return;
      }
      response.writeHead(nextResponse.status, nextResponse.headers).end(JSON.stringify(nextResponse.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    respondWith: (next) => (nextResponse = next),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
