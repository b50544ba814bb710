/** The peer of intake: plain Fastify, which parses the same JSON and responds with 202, but stores nothing. */
import { fastify } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { requestFromParent, sendToParent } from '../child-script.ts';

requestFromParent();
const server = fastify();
server.post('/leads', (_request, reply) => {
  const leadId = randomUUID();
  void reply.code(202).send({ leadId, signalId: randomUUID(), isNew: true, statusUrl: `/leads/${leadId}` });
});
await server.listen({ host: '127.0.0.1', port: 0 });
sendToParent({ port: (server.server.address() as AddressInfo).port });
