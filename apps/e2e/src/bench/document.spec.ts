import { markdownOf, textOf, withResults } from './document.ts';
import type { Measurement } from './measurement.ts';

const measured: Measurement = {
  title: 'Something a second',
  measuredAt: '2026-11-22T08:00:00.000Z',
  surroundings: { machine: 'a machine', system: 'a system', node: 'v26', engines: ['an engine'], load: '0.10' },
  conditions: ['2 rounds'],
  tables: [{ columns: ['', 'a second'], rows: [['ours', '45.0 (44.0 to 46.0)']] }],
  aims: [{ what: 'share', aim: 'at least 0.4', got: '0.45', isMet: true }],
  figures: {},
};

const document = [
  '# Benchmarks',
  '<!-- bench:a -->',
  'not measured yet',
  '<!-- /bench:a -->',
  'Why so.',
  '<!-- bench:b -->',
  'not measured yet',
  '<!-- /bench:b -->',
].join('\n');

describe('the document of benchmarks', () => {
  it('gets the figures between their markers, and keeps what stands around them', () => {
    const once = withResults(document, { a: measured });
    expect(once).toContain(markdownOf(measured));
    expect(once).toContain('Why so.');
    expect(once.match(/not measured yet/g)).toHaveLength(1);
    expect(withResults(once, { a: measured })).toBe(once);
  });

  it('names the machine, the day and how quiet it was beside the figures', () => {
    const text = markdownOf(measured);
    for (const each of ['2026-11-22', 'a machine', 'an engine', '0.10', '45.0 (44.0 to 46.0)']) {
      expect(text).toContain(each);
    }
  });

  it('tells when the document has no place for them', () => {
    expect(() => withResults('# Benchmarks', { c: measured })).toThrow('<!-- bench:c -->');
  });

  it('says on the terminal whether the aim is met', () => {
    expect(textOf(measured)).toContain('✔ share: 0.45 (at least 0.4)');
    expect(textOf({ ...measured, aims: [{ ...measured.aims[0]!, isMet: false }] })).toContain('✖ share');
  });
});
