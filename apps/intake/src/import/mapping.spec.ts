import { join } from 'node:path';
import { MappingError, parseMapping, readMapping } from './mapping.ts';

const errorOf = (text: string): string => {
  try {
    parseMapping(text, 'map.yaml');
    return '';
  } catch (error) {
    if (error instanceof MappingError) return error.message;
    throw error;
  }
};

describe('parseMapping', () => {
  it('the mapping of the documented example is valid', () => {
    const file = join(import.meta.dirname, '../../../../docs/examples/olist.map.yaml');
    expect(readMapping(file)).toMatchObject({ source: 'olist', delimiter: ',', leads: { verdict: 'mql' } });
  });

  it('an invalid mapping is refused with each problem and its line', () => {
    const message = errorOf(`source: old
zone: Mars/Olympus
leads:
  id: nr
  fields:
    chanel: origin
    email: { column: mail, value: x }
`);
    expect(message).toContain('line 2, zone: is not a time zone');
    expect(message).toContain('line 4, leads.day: ');
    expect(message).toMatch(/line 6, leads\.fields.*chanel/);
    expect(message).toMatch(/line 7, leads\.fields\.email/);
  });

  it('a source may not contain an e-mail address, because it goes into every event', () => {
    const message = errorOf('source: ann@acme.com\nleads: { id: nr, day: created }\n');
    expect(message).toContain('line 1, source: ');
  });

  it('a mapping that is not YAML is refused', () => {
    expect(errorOf('leads: [')).toMatch(/^map\.yaml is not YAML/);
  });
});
