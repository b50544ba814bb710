import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { breakingChanges } from './specification/breaking-changes.ts';
import type { JsonSchema } from './specification/json-schema.ts';
import { agreementSchemaFile, eventSpecificationFiles } from './specification/specification-files.ts';

/**
 * Writes `docs/events` and the schema in `docs/agreement`. Run it with `npm run contracts:generate`. It refuses changes
 * that break readers of the topics.
 */
const docs = join(dirname(fileURLToPath(import.meta.url)), '../../../docs');
const directory = join(docs, 'events');

const files = [...eventSpecificationFiles()].map(([path, content]) => ({ path, content, file: join(directory, path) }));
const breaking = files
  .filter(({ path, file }) => path.startsWith('schemas/') && existsSync(file))
  .flatMap(({ path, content, file }) =>
    breakingChanges(JSON.parse(readFileSync(file, 'utf8')) as JsonSchema, JSON.parse(content) as JsonSchema).map(
      (change) => `  ${path}  ${change}`,
    ),
  );

if (breaking.length > 0) {
  console.error(
    `These changes are not additions, but topics keep earlier events forever:\n${breaking.join('\n')}\n` +
      'Add a new field next to the old one, or give the topic a new version. Before the first release, delete the schema and run this again.',
  );
  process.exitCode = 1;
} else {
  const agreement = { file: join(docs, 'agreement', 'agreement.schema.json'), content: agreementSchemaFile() };
  for (const { file, content } of [...files, agreement]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  console.log(`Wrote ${files.length} files to docs/events and 1 to docs/agreement`);
}
