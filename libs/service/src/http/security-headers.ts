import type { FastifyInstance } from 'fastify';

/** The page of the API description has inline styles and images, and talks to this service only. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Responses of the API are data: a browser that is made to show one must not load or run anything. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

const headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': DATA_POLICY,
  // Nearly every response has personal data, and one that has none today may have some tomorrow.
  'cache-control': 'no-store',
};

const isPage = (url: string): boolean => /^\/docs(\/|$|\?)/.test(url);

/** Adds the headers that protect browsers and keep personal data out of caches, to every response. */
export function addSecurityHeaders(fastify: FastifyInstance, hstsSeconds: number): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers);
    if (hstsSeconds > 0) void reply.header('strict-transport-security', `max-age=${hstsSeconds}`);
    if (isPage(request.url)) void reply.header('content-security-policy', PAGE_POLICY);
    done();
  });
}
