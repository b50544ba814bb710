import type { Party } from './architecture.ts';
import { bottomOf, centerOf, rightOf } from './shapes.ts';
import type { Box } from './shapes.ts';

const MARGIN = 16;
const WIDTH = 1000;
const RIGHT_EDGE = WIDTH - MARGIN;

/** The left column: the senders of leads and, below them, the names of the topics. */
const GUTTER_WIDTH = 264;

const peopleRow = { y: MARGIN, height: 48 } as const;
const temporalRow = { y: 100, height: 60 } as const;
const serviceRow = { y: 200, height: 164 } as const;
const SENDER_HEIGHT = 44;

/** Left edge and font size of a topic's name. */
export const laneName = { x: 32, size: 12.5 } as const;
const LANE_HEIGHT = 38;
const KAFKA_TITLE_HEIGHT = 46;

const row = ({ y, height }: { y: number; height: number }, x: number, until: number): Box => ({
  x,
  y,
  width: until - x,
  height,
});

export const serviceBoxes = {
  intake: row(serviceRow, 344, 464),
  scoring: row(serviceRow, 478, 598),
  handoff: row(serviceRow, 612, 846),
  reporting: row(serviceRow, 860, RIGHT_EDGE),
} as const;

const PADDING = 8;
const inner = (box: Box, y: number, height: number): Box => ({
  x: box.x + PADDING,
  y: box.y + y,
  width: box.width - 2 * PADDING,
  height,
});

/** The PostgreSQL schema inside a service's box. */
export const storeOf = (box: Box): Box => inner(box, serviceRow.height - 62, 52);

const processes = inner(serviceBoxes.handoff, 36, 54);
const processWidth = (processes.width - PADDING) / 2;
/** The two processes of the handoff service. */
export const processBoxes = {
  main: { ...processes, width: processWidth },
  worker: { ...processes, x: rightOf(processes) - processWidth, width: processWidth },
} as const;

export const temporalBox: Box = { ...processBoxes.worker, ...temporalRow };

export const peopleBoxes = {
  capture: row(peopleRow, serviceBoxes.intake.x, 512),
  sales: row(peopleRow, 524, 716),
  operations: row(peopleRow, 728, rightOf(serviceBoxes.handoff)),
  reports: row(peopleRow, serviceBoxes.reporting.x, RIGHT_EDGE),
} as const;

const sender = (index: number): Box => ({
  x: MARGIN,
  y: serviceRow.y + (index * (serviceRow.height - SENDER_HEIGHT)) / 2,
  width: GUTTER_WIDTH,
  height: SENDER_HEIGHT,
});
export const senderBoxes = { http: sender(0), files: sender(1), outside: sender(2) } as const;

const kafkaTop = serviceRow.y + serviceRow.height + 32;

export const kafkaBox = (laneCount: number): Box => ({
  x: MARGIN,
  y: kafkaTop,
  width: WIDTH - 2 * MARGIN,
  height: KAFKA_TITLE_HEIGHT + laneCount * LANE_HEIGHT + 8,
});

/** The y coordinate of a topic's line. */
export const laneY = (index: number): number => kafkaTop + KAFKA_TITLE_HEIGHT + LANE_HEIGHT * (index + 0.5);

/** The x coordinates of a party's vertical lines: down to the topics it writes to, up from those it reads. */
export interface Rails {
  readonly writes: number;
  readonly reads: number;
  /** The y coordinate at which both start. */
  readonly top: number;
}

/** Reads are on the left and writes on the right, so that the main path, which goes right, crosses neither. */
const under = (box: Box): Rails => ({ reads: centerOf(box) - 13, writes: centerOf(box) + 13, top: bottomOf(box) });

export const rails: Readonly<Record<Party, Rails>> = {
  outside: { reads: 300, writes: 322, top: senderBoxes.outside.y },
  intake: under(serviceBoxes.intake),
  scoring: under(serviceBoxes.scoring),
  handoff: under(serviceBoxes.handoff),
  reporting: under(serviceBoxes.reporting),
};

export const pictureSize = (laneCount: number): { width: number; height: number } => ({
  width: WIDTH,
  height: bottomOf(kafkaBox(laneCount)) + MARGIN,
});
