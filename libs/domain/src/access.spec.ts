import { keyStateAt, mayActFor } from './access.ts';

describe('mayActFor', () => {
  const anna = { id: 'anna', teamId: 'sales' };

  it.each([
    ['everyone', { everyone: true as const }],
    ['the person by id', { personIds: ['boris', 'anna'] }],
    ['the person by team', { personIds: ['boris'], teamIds: ['sales'] }],
  ])('a key that covers %s may act for the person', (_, actsFor) => {
    expect(mayActFor(actsFor, anna)).toBe(true);
  });

  it.each([
    ['nobody', undefined],
    ['an empty list', {}],
    ['another person', { personIds: ['boris'] }],
    ['another team', { teamIds: ['partners'] }],
  ])('a key that covers %s may not act for the person', (_, actsFor) => {
    expect(mayActFor(actsFor, anna)).toBe(false);
  });

  it('a person without a team is covered by no team', () => {
    expect(mayActFor({ teamIds: ['sales'] }, { id: 'marina' })).toBe(false);
  });
});

describe('keyStateAt', () => {
  const now = new Date('2026-11-27T12:00:00Z');

  it('a key is valid until the moment it expires', () => {
    expect(keyStateAt({ expiresAt: '2026-11-27T12:00:00.001Z' }, now)).toBe('valid');
    expect(keyStateAt({ expiresAt: '2026-11-27T12:00:00Z' }, now)).toBe('expired');
  });

  it('a key whose end of validity is scheduled works until then', () => {
    expect(keyStateAt({ revokedAt: '2026-11-27T12:00:01Z' }, now)).toBe('valid');
    expect(keyStateAt({ revokedAt: '2026-11-27T12:00:00Z', expiresAt: '2026-11-27T11:00:00Z' }, now)).toBe('revoked');
  });

  it('a key without an expiry stays valid', () => {
    expect(keyStateAt({}, now)).toBe('valid');
  });
});
