/** What Redocly's linter finds wrong with an OpenAPI document, each as readable text. */
export async function openApiProblems(document: object): Promise<string[]> {
  // Loaded only where it is used: it is large.
  const { createConfig, lintFromString } = await import('@redocly/openapi-core');
  const config = await createConfig({
    extends: ['recommended-strict'],
    // The router prefers a literal segment to a parameter, so /agreements/drafts/… is never taken for a version.
    rules: { 'no-ambiguous-paths': 'off', 'operation-tag-defined': 'error' },
  });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  return problems.map(
    ({ ruleId, message, location }) => `${ruleId}: ${message} (${location.map(({ pointer }) => pointer).join(', ')})`,
  );
}
