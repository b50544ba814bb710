import { topics } from '@baton/contracts';
import { engines, lanes } from './architecture.ts';
import type { Lane, Party } from './architecture.ts';
import { kafkaBox, laneName, laneY, rails, senderBoxes } from './layout.ts';
import type { Palette } from './palette.ts';
import { arrow, line, path, rightOf } from './shapes.ts';
import type { Point } from './shapes.ts';
import { element } from './svg.ts';

const DOT = 5;
const MAIN_PATH_WIDTH = 3.5;

const parties = Object.keys(rails) as Party[];
const readers = parties.filter((party) => lanes.some((lane) => lane.readers.includes(party)));
const writers = parties.filter((party) => lanes.some((lane) => lane.writers.includes(party)));

const writeDot = ([x, y]: Point, color: string): string => element('circle', { cx: x, cy: y, r: DOT, fill: color });

const readRing = ([x, y]: Point, palette: Palette, color: string): string =>
  element('circle', { cx: x, cy: y, r: DOT - 1, fill: palette.band, stroke: color, 'stroke-width': 2 });

/** A topic: its name, and a line from its writers to its readers. */
function laneLine(lane: Lane, index: number, palette: Palette): string[] {
  const y = laneY(index);
  const ends = [
    ...lane.writers.map((party) => rails[party].writes),
    ...lane.readers.map((party) => rails[party].reads),
  ];
  const [only] = lane.writers;
  const color = palette.hues[lane.writers.length === 1 && only ? only : 'outside'];
  const { mainPath } = lane;
  return [
    line(topics[lane.topic].name, [laneName.x, y - 2], { color: palette.text, size: laneName.size, isCode: true }),
    line(lane.caption, [laneName.x, y + 13], { color: palette.muted, size: 12 }),
    path(
      [
        [Math.min(...ends), y],
        [Math.max(...ends), y],
      ],
      { color, opacity: 0.6 },
    ),
    ...(mainPath
      ? [
          arrow(
            [
              [rails[mainPath.from].writes, y],
              [rails[mainPath.to].reads - DOT, y],
            ],
            { color, width: MAIN_PATH_WIDTH },
          ),
        ]
      : []),
  ];
}

const lastLane = (party: Party, side: 'writers' | 'readers'): number =>
  laneY(lanes.findLastIndex((lane) => lane[side].includes(party)));

/** The line from a party down to the topics it writes to. The line of `outside` starts at the side of its box. */
function writeRail(party: Party, palette: Palette): string {
  const { writes, top } = rails[party];
  const y = top + 12;
  const start: Point[] =
    party === 'outside'
      ? [
          [rightOf(senderBoxes.outside), y],
          [writes, y],
        ]
      : [[writes, top]];
  return path([...start, [writes, lastLane(party, 'writers')]], { color: palette.hues[party] });
}

function readRail(party: Party, palette: Palette): string {
  const { reads, top } = rails[party];
  const y = top + senderBoxes.outside.height - 12;
  const end: Point[] =
    party === 'outside'
      ? [
          [reads, y],
          [rightOf(senderBoxes.outside), y],
        ]
      : [[reads, top]];
  return arrow([[reads, lastLane(party, 'readers')], ...end], { color: palette.hues[party] });
}

/** Covers the topic lines that a rail crosses, so that only dots and rings look connected. */
const gap = (x: number, from: number, until: number, palette: Palette): string =>
  element('line', { x1: x, y1: from, x2: x, y2: until, stroke: palette.band, 'stroke-width': 6 });

function joints(palette: Palette): string[] {
  return lanes.flatMap((lane, index) => [
    ...lane.writers.map((party) => writeDot([rails[party].writes, laneY(index)], palette.hues[party])),
    ...lane.readers.map((party) => readRing([rails[party].reads, laneY(index)], palette, palette.hues[party])),
  ]);
}

/** Explains dots, rings and thick arrows, in the empty corner above the senders. */
function legend(palette: Palette): string[] {
  const texts = ['writes to a topic', 'reads from a topic', 'main path of a lead'];
  const [written, read, path] = texts.map((_, index) => 30 + 24 * index) as [number, number, number];
  const color = palette.muted;
  return [
    ...texts.map((text, index) => line(text, [66, 34 + 24 * index], { color, size: 12 })),
    writeDot([42, written], color),
    readRing([42, read], palette, color),
    arrow(
      [
        [30, path],
        [54, path],
      ],
      { color, width: MAIN_PATH_WIDTH },
    ),
  ];
}

/** Kafka with a line for each topic, crossed by the lines of its writers and readers. */
export function drawKafka(palette: Palette): string[] {
  const box = kafkaBox(lanes.length);
  const crossed = [
    ...writers.map((party) => gap(rails[party].writes, box.y + 12, lastLane(party, 'writers'), palette)),
    ...readers.map((party) => gap(rails[party].reads, box.y + 12, lastLane(party, 'readers'), palette)),
  ];
  return [
    element('rect', { ...box, rx: 10, fill: palette.band, stroke: palette.line }),
    ...legend(palette),
    line(engines.kafka.title, [laneName.x, box.y + 30], { color: palette.text, size: 16, isBold: true }),
    ...lanes.flatMap((lane, index) => laneLine(lane, index, palette)),
    ...crossed,
    ...writers.map((party) => writeRail(party, palette)),
    ...readers.map((party) => readRail(party, palette)),
    ...joints(palette),
  ];
}
