import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/**
 * Leaves the bodies of the lead door as the bytes that arrived, so that they can be kept before anybody parses them.
 * All other routes get their JSON parsed as ever.
 */
@Injectable()
export class RawBody implements OnModuleInit {
  readonly #host: HttpAdapterHost;

  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#host = host;
  }

  onModuleInit(): void {
    const fastify = this.#host.httpAdapter.getInstance<FastifyInstance>();
    const parseJson = fastify.getDefaultJsonParser('error', 'error');
    fastify.removeContentTypeParser('application/json');
    fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
      if (request.method === 'POST' && request.routeOptions.url === '/leads') done(null, body);
      else void parseJson(request, body.toString('utf8'), done);
    });
  }
}
