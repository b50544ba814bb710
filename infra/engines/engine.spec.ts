import { externalAddress } from './engine.ts';

describe('an engine that runs already', () => {
  const variable = 'BATON_POSTGRES_URL';
  const somebodys = 'postgres://somebody@database.example/leads';
  const before = process.env[variable];
  beforeEach(() => {
    process.env[variable] = somebodys;
  });
  afterEach(() => {
    if (before === undefined) delete process.env[variable];
    else process.env[variable] = before;
  });

  it('is taken by a start, from the environment', () => {
    expect(externalAddress(variable, { isThrowaway: false })).toBe(somebodys);
  });

  it('is left alone by tests and by measurements, which would write into somebody’s data', () => {
    expect(externalAddress(variable, { isThrowaway: true })).toBeUndefined();
    expect(externalAddress(variable, { isThrowaway: false, usesOwnEngines: true })).toBeUndefined();
  });
});
