import type { Palette } from './palette.ts';
import { element, textElement } from './svg.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [x: number, y: number];

export const centerOf = ({ x, width }: Box): number => x + width / 2;
export const middleOf = ({ y, height }: Box): number => y + height / 2;
export const rightOf = ({ x, width }: Box): number => x + width;
export const bottomOf = ({ y, height }: Box): number => y + height;

/** Fonts of almost the same width on every system, so that text fits its box. */
const SANS = "Helvetica, Arial, 'Liberation Sans', sans-serif";
const MONOSPACE = "ui-monospace, Menlo, 'Liberation Mono', monospace";

interface Lettering {
  readonly size?: number;
  readonly color: string;
  readonly isBold?: boolean;
  readonly isCode?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** One line of text; `y` is its baseline. */
export function line(text: string, [x, y]: Point, lettering: Lettering): string {
  const { size = 13, color, isBold = false, isCode = false, anchor = 'start' } = lettering;
  return textElement(
    'text',
    {
      x,
      y,
      fill: color,
      'font-size': size,
      'font-family': isCode ? MONOSPACE : SANS,
      'font-weight': isBold ? 600 : undefined,
      'text-anchor': anchor === 'start' ? undefined : anchor,
    },
    text,
  );
}

/** A card with rounded corners and a coloured upper edge. */
export function card(box: Box, palette: Palette, hue: string): string {
  const { x, y, width } = box;
  const radius = 8;
  const edge = `M${x} ${y + radius} a${radius} ${radius} 0 0 1 ${radius} ${-radius} h${width - 2 * radius} a${radius} ${radius} 0 0 1 ${radius} ${radius}`;
  return [
    element('rect', { ...box, rx: radius, fill: palette.card, stroke: palette.line }),
    element('path', { d: edge, fill: 'none', stroke: hue, 'stroke-width': 3 }),
  ].join('\n');
}

/** A plain box inside a card. */
export const innerBox = (box: Box, palette: Palette): string =>
  element('rect', { ...box, rx: 6, fill: palette.band, stroke: palette.line });

/** The usual symbol of a database. */
export function cylinder({ x, y, width, height }: Box, palette: Palette, hue: string): string {
  const depth = 6;
  const half = width / 2;
  const side = height - 2 * depth;
  const top = `M${x} ${y + depth} a${half} ${depth} 0 0 1 ${width} 0`;
  const body = `${top} v${side} a${half} ${depth} 0 0 1 ${-width} 0 z`;
  const lid = `M${x} ${y + depth} a${half} ${depth} 0 0 0 ${width} 0`;
  return [
    element('path', { d: body, fill: palette.band, stroke: hue, 'stroke-width': 1.25 }),
    element('path', { d: lid, fill: 'none', stroke: hue, 'stroke-width': 1.25 }),
  ].join('\n');
}

/** Head and shoulders. */
export function person([x, y]: Point, color: string): string {
  return [
    element('circle', { cx: x, cy: y - 7, r: 5, fill: color }),
    element('path', { d: `M${x - 9} ${y + 10} a9 9.5 0 0 1 18 0 z`, fill: color }),
  ].join('\n');
}

/** A closed padlock. */
export function padlock([x, y]: Point, color: string): string {
  return [
    element('rect', { x: x - 5, y: y - 2, width: 10, height: 8, rx: 1.5, fill: color }),
    element('path', {
      d: `M${x - 3} ${y - 2} v-2.5 a3 3 0 0 1 6 0 v2.5`,
      fill: 'none',
      stroke: color,
      'stroke-width': 1.6,
    }),
  ].join('\n');
}

interface Stroke {
  readonly color: string;
  readonly width?: number;
  readonly opacity?: number;
}

const HEAD_LENGTH = 7;

/** The triangle at the end of an arrow, whose last line starts at `from`. */
function head(from: Point, [x, y]: Point, color: string): string {
  const [along, across] = [Math.sign(x - from[0]), Math.sign(y - from[1])];
  const back: Point = [x - along * HEAD_LENGTH, y - across * HEAD_LENGTH];
  const half = 4.5;
  const corners = [
    [x, y],
    [back[0] + across * half, back[1] + along * half],
    [back[0] - across * half, back[1] - along * half],
  ];
  return element('polygon', { points: corners.map((corner) => corner.join(',')).join(' '), fill: color });
}

/** Draws a line with rounded corners. Each point shares a coordinate with the one before it. */
export function path(points: readonly Point[], { color, width = 1.75, opacity }: Stroke): string {
  const radius = 8;
  const commands = points.map(([x, y], index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (!before) return `M${x} ${y}`;
    if (!after) return `L${x} ${y}`;
    const enter = [x - Math.sign(x - before[0]) * radius, y - Math.sign(y - before[1]) * radius];
    const leave = [x + Math.sign(after[0] - x) * radius, y + Math.sign(after[1] - y) * radius];
    return `L${enter.join(' ')} Q${x} ${y} ${leave.join(' ')}`;
  });
  return element('path', {
    d: commands.join(' '),
    fill: 'none',
    stroke: color,
    'stroke-width': width,
    'stroke-opacity': opacity,
  });
}

/** A path with a triangle at its end, or at both ends. */
export function arrow(points: readonly Point[], stroke: Stroke, ends: 'one' | 'both' = 'one'): string {
  const [first, second, ...rest] = points;
  if (!first || !second) throw new Error('An arrow needs two points.');
  const last = rest.at(-1) ?? second;
  const beforeLast = points.at(-2) ?? first;
  const shortened = [...points];
  shortened[points.length - 1] = pulledBack(beforeLast, last);
  if (ends === 'both') shortened[0] = pulledBack(second, first);
  return [
    path(shortened, stroke),
    head(beforeLast, last, stroke.color),
    ...(ends === 'both' ? [head(second, first, stroke.color)] : []),
  ].join('\n');
}

/** Ends a line inside the triangle, because the line is wider than its tip. */
const pulledBack = (from: Point, [x, y]: Point): Point => [
  x - Math.sign(x - from[0]) * (HEAD_LENGTH - 1),
  y - Math.sign(y - from[1]) * (HEAD_LENGTH - 1),
];
