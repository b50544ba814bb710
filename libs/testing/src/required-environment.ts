/** The value of an environment variable that `npm test` or `npm run` sets, such as the address of an engine. */
export function requiredEnvironment(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `${name} is not set: this needs engines or a whole system, which npm test, npm run kill and npm run bench start.`,
  );
}
