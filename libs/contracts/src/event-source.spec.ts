import { eventSourceName } from './event-source.ts';

describe('eventSourceName', () => {
  it('an event is known by its source', () => {
    expect(eventSourceName('/crm/north', 'outcomes')).toBe('/crm/north');
  });

  it.each([
    ['missing', undefined],
    ['an e-mail address', 'mailto:anna.smirnova@example.com'],
    ['a phone number', 'tel:+79161234567'],
    ['too long', `/${'x'.repeat(200)}`],
  ])('a source that is %s is replaced by the topic', (_what, source) => {
    expect(eventSourceName(source, 'outcomes')).toBe('topic:outcomes');
  });
});
