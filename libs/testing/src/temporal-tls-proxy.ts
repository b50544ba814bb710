import { readFileSync } from 'node:fs';
import { connect, createSecureServer } from 'node:http2';
import type { ClientHttp2Session, Http2SecureServer, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { CertificateFiles } from './test-authority.ts';

export interface TemporalTlsProxyOptions {
  /** The host and port of a Temporal server without TLS. */
  target: string;
  server: CertificateFiles;
  /** Requires a client certificate that this authority has signed. */
  clientAuthority?: string;
  /** Requires this API key. */
  apiKey?: string;
}

const GRPC_UNAUTHENTICATED = 16;

/** Terminates TLS in front of Temporal's development server, which has no option for it, and checks clients as Temporal Cloud does. */
export class TemporalTlsProxy {
  readonly #server: Http2SecureServer;
  readonly #options: TemporalTlsProxyOptions;
  readonly #sessions = new Set<ClientHttp2Session | ServerHttp2Session>();

  constructor(options: TemporalTlsProxyOptions) {
    const { server, clientAuthority } = options;
    this.#options = options;
    this.#server = createSecureServer({
      cert: readFileSync(server.certificate),
      key: readFileSync(server.key),
      ...(clientAuthority && { ca: readFileSync(clientAuthority), requestCert: true, rejectUnauthorized: true }),
    });
    this.#server.on('session', (session) => this.#accept(session));
    this.#server.on('sessionError', () => undefined);
  }

  /** Listens on a free port, and returns it. */
  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const session of this.#sessions) session.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(session: ServerHttp2Session): void {
    const upstream = connect(`http://${this.#options.target}`);
    for (const each of [session, upstream]) {
      this.#sessions.add(each);
      each.on('error', () => undefined).on('close', () => this.#sessions.delete(each));
    }
    session.on('close', () => upstream.destroy());
    upstream.on('close', () => session.destroy());
    session.on('stream', (stream, headers) => this.#forward(stream, headers, upstream));
  }

  #forward(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, upstream: ClientHttp2Session): void {
    stream.on('error', () => undefined);
    const { apiKey } = this.#options;
    if (apiKey !== undefined && headers.authorization !== `Bearer ${apiKey}`) {
      const refused = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': GRPC_UNAUTHENTICATED };
      stream.respond({ ...refused, 'grpc-message': 'Request unauthorized.' }, { endStream: true });
      return;
    }
    const request = upstream.request({ ...headers, ':scheme': 'http' });
    request.on('error', () => stream.destroy());
    stream.on('close', () => request.close());
    let trailers: OutgoingHttpHeaders = {};
    request.on('trailers', (received) => (trailers = received));
    request.on('response', (received, flags) => {
      const isOnlyTrailers = (flags & END_STREAM_FLAG) !== 0;
      stream.respond(received, isOnlyTrailers ? { endStream: true } : { waitForTrailers: true });
      if (isOnlyTrailers) return;
      stream.on('wantTrailers', () => stream.sendTrailers(trailers));
      request.pipe(stream);
    });
    stream.pipe(request);
  }
}

const END_STREAM_FLAG = 1;
