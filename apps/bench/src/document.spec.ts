import { measurementMarkdown, measurementText, insertResults } from './document.ts';
import type { Measurement } from './measurement.ts';

const measured: Measurement = {
  title: 'Something a second',
  measuredAt: '2026-11-22T08:00:00.000Z',
  environment: { machine: 'a machine', system: 'a system', node: 'v26', engines: ['an engine'], load: '0.10' },
  conditions: ['2 rounds'],
  tables: [{ columns: ['', 'a second'], rows: [['ours', '45.0 (44.0 to 46.0)']] }],
  targets: [{ metric: 'share', target: 'at least 0.4', measured: '0.45', isMet: true }],
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
  it('insertResults replaces the text between the markers, and keeps the rest', () => {
    const once = insertResults(document, { a: measured });
    expect(once).toContain(measurementMarkdown(measured));
    expect(once).toContain('Why so.');
    expect(once.match(/not measured yet/g)).toHaveLength(1);
    expect(insertResults(once, { a: measured })).toBe(once);
  });

  it('the document names the machine, the day and the load average of each measurement', () => {
    const text = measurementMarkdown(measured);
    for (const each of ['2026-11-22', 'a machine', 'an engine', '0.10', '45.0 (44.0 to 46.0)']) {
      expect(text).toContain(each);
    }
  });

  it('insertResults fails when the document has no markers', () => {
    expect(() => insertResults('# Benchmarks', { c: measured })).toThrow('<!-- bench:c -->');
  });

  it('measurementText says whether the target is met', () => {
    expect(measurementText(measured)).toContain('✔ share: 0.45 (at least 0.4)');
    expect(measurementText({ ...measured, targets: [{ ...measured.targets[0]!, isMet: false }] })).toContain('✖ share');
  });
});
