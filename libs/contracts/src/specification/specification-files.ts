import { eventContracts } from '../event-contracts.ts';
import type { ContractName } from '../event-contracts.ts';
import { agreementSchema } from './agreement-schema.ts';
import { asyncApi } from './asyncapi.ts';
import { eventSchema } from './event-schema.ts';

/** The files in `docs/events` by path. */
export function eventSpecificationFiles(): Map<string, string> {
  const names = Object.keys(eventContracts) as ContractName[];
  return new Map([
    ['asyncapi.json', formatJson(asyncApi())],
    ...names.map((name): [string, string] => [`schemas/${name}.json`, formatJson(eventSchema(name))]),
  ]);
}

/** The JSON Schema in `docs/agreement`. */
export const agreementSchemaFile = (): string => formatJson(agreementSchema());

const formatJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
