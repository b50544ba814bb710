/** The names of the accent colours. */
export type Hue = 'outside' | 'intake' | 'scoring' | 'handoff' | 'reporting' | 'temporal';

/** The colours of one theme. The page behind the drawing has that theme too. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly card: string;
  readonly band: string;
  readonly hues: Readonly<Record<Hue, string>>;
}

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    text: '#1f2328',
    muted: '#59636e',
    line: '#d1d9e0',
    card: '#ffffff',
    band: '#f6f8fa',
    hues: {
      outside: '#6e7781',
      intake: '#0f766e',
      scoring: '#7c3aed',
      handoff: '#2563eb',
      reporting: '#b45309',
      temporal: '#be185d',
    },
  },
  dark: {
    text: '#f0f6fc',
    muted: '#9198a1',
    line: '#3d444d',
    card: '#0d1117',
    band: '#151b23',
    hues: {
      outside: '#9198a1',
      intake: '#2dd4bf',
      scoring: '#a78bfa',
      handoff: '#60a5fa',
      reporting: '#fbbf24',
      temporal: '#f472b6',
    },
  },
};
