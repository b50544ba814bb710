import { Logger } from '@nestjs/common';

/**
 * Creates a document, and refuses one in which two classes of one name have different properties: the second would replace
 * the first. Nest only logs that.
 *
 * @throws Error naming the classes
 */
export function withUniqueSchemas<Document>(create: () => Document): Document {
  const duplicates: string[] = [];
  const warn = Object.getOwnPropertyDescriptor(Logger, 'warn');
  Object.defineProperty(Logger, 'warn', {
    configurable: true,
    value: (message: unknown) => duplicates.push(String(message)),
  });
  try {
    const document = create();
    if (duplicates.length > 0) throw new Error(duplicates.join('\n'));
    return document;
  } finally {
    if (warn) Object.defineProperty(Logger, 'warn', warn);
  }
}
