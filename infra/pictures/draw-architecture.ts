import { engines, lanes, people, senders, services } from './architecture.ts';
import { drawKafka } from './draw-kafka.ts';
import { peopleBoxes, pictureSize, processBoxes, senderBoxes, serviceBoxes, storeOf, temporalBox } from './layout.ts';
import { palettes } from './palette.ts';
import type { Palette, Theme } from './palette.ts';
import {
  arrow,
  bottomOf,
  card,
  centerOf,
  cylinder,
  innerBox,
  line,
  middleOf,
  padlock,
  person,
  rightOf,
} from './shapes.ts';
import type { Box } from './shapes.ts';
import { element, textElement } from './svg.ts';

const TITLE = 'The architecture of Baton';
const DESCRIPTION =
  'Leads enter through intake, are judged by scoring, and are handed to sales by the handoff service, which runs one ' +
  'Temporal workflow for each handoff. Reporting reads the Kafka topics of the others. Each service has its own ' +
  'schema in PostgreSQL.';

/** Distance from a card's left side to its text. */
const INDENT = 12;

interface Labelled {
  readonly title: string;
  readonly detail: string;
}

const details = (texts: readonly string[], box: Box, y: number, palette: Palette): string[] =>
  texts.map((text, index) => line(text, [box.x + INDENT, box.y + y + 16 * index], { color: palette.muted, size: 12 }));

function drawPeople(palette: Palette): string[] {
  return (Object.keys(people) as (keyof typeof people)[]).flatMap((key) => {
    const box = peopleBoxes[key];
    const { title, detail }: Labelled = people[key];
    return [
      element('rect', { ...box, rx: box.height / 2, fill: palette.card, stroke: palette.line }),
      person([box.x + 23, middleOf(box)], palette.muted),
      line(title, [box.x + 39, box.y + 21], { color: palette.text, isBold: true }),
      line(detail, [box.x + 39, box.y + 37], { color: palette.muted, size: 12 }),
    ];
  });
}

function drawSenders(palette: Palette): string[] {
  return (Object.keys(senders) as (keyof typeof senders)[]).flatMap((key) => {
    const box = senderBoxes[key];
    const { title, detail }: Labelled = senders[key];
    return [
      element('rect', { ...box, rx: 8, fill: palette.card, stroke: palette.line }),
      line(title, [box.x + 16, box.y + 19], { color: palette.text, isBold: true }),
      line(detail, [box.x + 16, box.y + 35], { color: palette.muted, size: 12, isCode: key !== 'outside' }),
    ];
  });
}

type ServiceName = keyof typeof services;

function drawService(name: ServiceName, palette: Palette): string[] {
  const box = serviceBoxes[name];
  const hue = palette.hues[name];
  const store = storeOf(box);
  return [
    card(box, palette, hue),
    line(name, [box.x + INDENT, box.y + 26], { color: palette.text, size: 16, isBold: true }),
    cylinder(store, palette, hue),
    line(engines.postgres.title, [centerOf(store), store.y + 27], {
      color: palette.muted,
      size: 11.5,
      anchor: 'middle',
    }),
    line(`schema ${name}`, [centerOf(store), store.y + 42], { color: palette.text, size: 12, anchor: 'middle' }),
  ];
}

function drawDetails(palette: Palette): string[] {
  const { intake, scoring, reporting } = services;
  const { main, worker } = services.handoff.processes;
  const processes = [
    { ...main, box: processBoxes.main },
    { ...worker, box: processBoxes.worker },
  ];
  const lock = serviceBoxes.intake;
  return [
    ...details(intake.detail, serviceBoxes.intake, 47, palette),
    ...details(scoring.detail, serviceBoxes.scoring, 47, palette),
    ...details(reporting.detail, serviceBoxes.reporting, 47, palette),
    ...processes.flatMap(({ box, title, detail }) => [
      innerBox(box, palette),
      line(title, [centerOf(box), box.y + 23], { color: palette.text, anchor: 'middle' }),
      line(detail, [centerOf(box), box.y + 41], { color: palette.muted, size: 12, isCode: true, anchor: 'middle' }),
    ]),
    padlock([lock.x + INDENT + 5, lock.y + 83], palette.hues.intake),
    line('personal data', [lock.x + INDENT + 16, lock.y + 88], { color: palette.hues.intake, size: 12, isBold: true }),
  ];
}

function drawTemporal(palette: Palette): string[] {
  const { title, detail } = engines.temporal;
  return [
    card(temporalBox, palette, palette.hues.temporal),
    line(title, [temporalBox.x + INDENT, temporalBox.y + 22], { color: palette.text, size: 15, isBold: true }),
    ...details(detail, temporalBox, 38, palette),
  ];
}

function drawArrows(palette: Palette): string[] {
  const outside = { color: palette.hues.outside };
  const temporal = { color: palette.hues.temporal };
  const { intake, scoring, handoff, reporting } = serviceBoxes;
  const { main, worker } = processBoxes;
  const down = (from: Box, to: Box, x: number): string =>
    arrow(
      [
        [x, bottomOf(from)],
        [x, to.y],
      ],
      outside,
    );
  const right = (from: Box, to: Box): string =>
    arrow(
      [
        [rightOf(from), middleOf(from)],
        [to.x, middleOf(from)],
      ],
      outside,
    );
  const workerX = centerOf(worker);
  const clientX = rightOf(main) - 24;
  const temporalY = middleOf(temporalBox);
  return [
    right(senderBoxes.http, intake),
    right(senderBoxes.files, intake),
    down(peopleBoxes.capture, intake, centerOf(intake)),
    down(peopleBoxes.capture, scoring, scoring.x + 10),
    down(peopleBoxes.sales, handoff, centerOf(main)),
    down(peopleBoxes.operations, temporalBox, centerOf(temporalBox)),
    down(peopleBoxes.reports, reporting, centerOf(reporting)),
    arrow(
      [
        [workerX, worker.y],
        [workerX, bottomOf(temporalBox)],
      ],
      temporal,
      'both',
    ),
    arrow(
      [
        [clientX, main.y],
        [clientX, temporalY],
        [temporalBox.x, temporalY],
      ],
      temporal,
    ),
  ];
}

/** Draws the architecture as the text of an SVG file. */
export function drawArchitecture(theme: Theme): string {
  const palette = palettes[theme];
  const { width, height } = pictureSize(lanes.length);
  const names = Object.keys(services) as ServiceName[];
  const parts = [
    textElement('title', {}, TITLE),
    textElement('desc', {}, DESCRIPTION),
    ...drawPeople(palette),
    ...drawSenders(palette),
    ...drawTemporal(palette),
    ...names.flatMap((name) => drawService(name, palette)),
    ...drawDetails(palette),
    ...drawKafka(palette),
    ...drawArrows(palette),
  ];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
  };
  return `${element('svg', attributes, parts)}\n`;
}
