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

describe('A mapping', () => {
  it('of the documented example is read', () => {
    const file = join(import.meta.dirname, '../../../../docs/examples/olist.map.yaml');
    expect(readMapping(file)).toMatchObject({ source: 'olist', delimiter: ',', leads: { verdict: 'mql' } });
  });

  it('that is wrong names every place with its line', () => {
    const message = errorOf(`source: old
zone: Mars/Olympus
leads:
  id: nr
  fields:
    chanel: origin
    email: { column: mail, value: x }
`);
    expect(message).toContain('line 2, zone: is no time zone');
    expect(message).toContain('line 4, leads.day: ');
    expect(message).toMatch(/line 6, leads\.fields.*chanel/);
    expect(message).toMatch(/line 7, leads\.fields\.email/);
  });

  it('names a source that is no person: it goes into every event', () => {
    const message = errorOf('source: ann@acme.com\nleads: { id: nr, day: created }\n');
    expect(message).toContain('line 1, source: must name no phone number');
  });

  it('that is no YAML says so', () => {
    expect(errorOf('leads: [')).toMatch(/^map\.yaml is not YAML/);
  });
});
