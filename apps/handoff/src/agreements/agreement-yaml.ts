import type { Agreement } from '@baton/domain';
import { Document, isScalar, visit } from 'yaml';
import type { Scalar, YAMLMap } from 'yaml';

/** Formats the agreement as readable YAML, with short lists and maps on one line. */
export function agreementYaml(agreement: Agreement): string {
  // Quotes values that YAML 1.1 parsers misread, such as 18:00 and NO.
  const document = new Document(agreement, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every(isScalar);
    },
    Map: (_, map, path) => {
      map.flow = path.length > 2 && isShort(map);
    },
  });
  return document.toString({ lineWidth: 120, singleQuote: true, flowCollectionPadding: false });
}

const isShort = ({ items }: YAMLMap): boolean =>
  items.every(({ value }) => isScalar(value)) &&
  items.reduce((length, { key, value }) => length + text(key).length + text(value).length + 4, 0) <= 100;

const text = (scalar: unknown): string => String((scalar as Scalar).value);

/** Whether the text is JSON rather than YAML. */
export const isJson = (text: string): boolean => text.trimStart().startsWith('{');
