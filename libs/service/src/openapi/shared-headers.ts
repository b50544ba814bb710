import type { OpenAPIObject } from '@nestjs/swagger';
import { isDeepStrictEqual } from 'node:util';

type Parameters = NonNullable<NonNullable<OpenAPIObject['components']>['parameters']>;

/** The name of a header without its hyphens, as the name of a component. */
const componentName = (header: string): string => header.replaceAll('-', '');

/**
 * Describes each request header once, as a component to which routes refer.
 *
 * @throws Error when two routes describe a header differently
 */
export function withSharedHeaders(document: OpenAPIObject): OpenAPIObject {
  const shared: Parameters = {};
  for (const item of Object.values(document.paths)) {
    for (const operation of [item.get, item.put, item.post, item.delete, item.patch]) {
      if (!operation?.parameters) continue;
      operation.parameters = operation.parameters.map((parameter) => {
        if ('$ref' in parameter || parameter.in !== 'header') return parameter;
        const name = componentName(parameter.name);
        const known = shared[name];
        if (known && !isDeepStrictEqual(known, parameter))
          throw new Error(`The header ${parameter.name} is described twice. Use one decorator for it.`);
        shared[name] = parameter;
        return { $ref: `#/components/parameters/${name}` };
      });
    }
  }
  document.components = { ...document.components, parameters: { ...document.components?.parameters, ...shared } };
  return document;
}
