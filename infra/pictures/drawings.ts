import { join } from 'node:path';
import { drawArchitecture } from './draw-architecture.ts';
import { themes } from './palette.ts';

/** The folder of the README's pictures, relative to the root of the clone. */
export const PICTURES = 'docs/pictures';

export interface Drawing {
  /** Relative to the root of the clone. */
  readonly path: string;
  readonly svg: string;
}

/** Every drawing that is generated from source. */
export const drawings = (): Drawing[] =>
  themes.map((theme) => ({ path: join(PICTURES, `architecture-${theme}.svg`), svg: drawArchitecture(theme) }));
