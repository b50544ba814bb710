import { topics } from '@baton/contracts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lanes } from './architecture.ts';
import { drawings } from './drawings.ts';
import { laneName, rails } from './layout.ts';

const root = join(import.meta.dirname, '..', '..');
/** The width of a letter in the widest common monospace fonts, as a share of the font size. */
const LETTER_WIDTH = 0.605;

describe('the drawing of the architecture', () => {
  it.each(drawings())('$path is what `npm run pictures -- architecture` draws', ({ path, svg }) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(svg);
  });

  it('every topic has one lane', () => {
    expect(lanes.map(({ topic }) => topic).toSorted()).toEqual(Object.keys(topics).toSorted());
  });

  it.each(lanes)('the name of the topic $topic ends before the lines next to it', ({ topic }) => {
    const end = laneName.x + topics[topic].name.length * laneName.size * LETTER_WIDTH;
    expect(end).toBeLessThan(rails.outside.reads - 8);
  });

  it('the main path goes from service to service without a gap', () => {
    const steps = lanes.flatMap(({ mainPath }) => (mainPath ? [mainPath] : []));
    expect(steps.slice(1).map(({ from }) => from)).toEqual(steps.slice(0, -1).map(({ to }) => to));
  });
});
