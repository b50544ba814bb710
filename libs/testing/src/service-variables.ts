/** Variables of a service under test: it describes itself, and one person may send the requests of hundreds. */
export const testServiceVariables = {
  SERVE_DOCS: 'true',
  RATE_LIMIT_PER_PERSON: '0',
  RATE_LIMIT_PER_KEY: '0',
  RATE_LIMIT_WRONG_CREDENTIALS: '0',
};
