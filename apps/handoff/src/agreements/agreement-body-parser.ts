import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const yamlMediaTypes = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'];

/** Routes whose body is the text of an agreement. */
const agreementTextRoutes = new Set(['/agreements', '/agreements/drafts', '/agreements/drafts/:draftId']);

/**
 * Passes the text of an agreement on unparsed, so that errors can name lines and YAML comments are kept. Other routes
 * get parsed JSON as usual and reject YAML.
 */
@Injectable()
export class AgreementBodyParser implements OnModuleInit {
  readonly #host: HttpAdapterHost;

  constructor(host: HttpAdapterHost) {
    this.#host = host;
  }

  onModuleInit(): void {
    const fastify = this.#host.httpAdapter.getInstance<FastifyInstance>();
    const parseJson = fastify.getDefaultJsonParser('error', 'error');
    const acceptsText = ({ method, routeOptions }: FastifyRequest): boolean =>
      method !== 'GET' && agreementTextRoutes.has(routeOptions.url ?? '');
    fastify.removeContentTypeParser('application/json');
    fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
      if (acceptsText(request)) done(null, body);
      else void parseJson(request, body, done);
    });
    fastify.addContentTypeParser<string>(yamlMediaTypes, { parseAs: 'string' }, (request, body, done) => {
      if (acceptsText(request)) done(null, body);
      else
        done(
          Object.assign(new Error('Only agreements can be sent as YAML'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }),
        );
    });
  }
}
