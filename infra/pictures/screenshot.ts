import type { Browser, Locator, Page } from 'playwright-core';
import type { Theme } from './palette.ts';

/** The views of a handoff in the Temporal UI that appear in the docs. */
export type View = 'history' | 'details';

export interface Screenshot {
  readonly handoffId: string;
  readonly view: View;
  readonly theme: Theme;
  /** The PNG to write. */
  readonly file: string;
}

/** Narrow, so that text is legible at the width of a README. */
const WIDTH = 1120;
/** Higher than any page, since the UI scrolls inside itself. */
const HEIGHT = 2400;
/** Pixels for each pixel of the page, so that a file stays below 200 kB. */
const scales: Readonly<Record<View, number>> = { history: 1, details: 1.5 };
const MARGIN = 32;
const LOADING_MILLISECONDS = 60_000;

const tabs: Readonly<Record<View, string>> = { history: 'history', details: 'user-metadata' };

/** The settings that the UI keeps in the browser. */
const preferences = (theme: Theme): Readonly<Record<string, unknown>> => ({
  'dark mode': theme === 'dark',
  eventView: 'compact',
  timestampFormat: 'short',
  hourFormat: '24',
});

/**
 * Hides everything but the handoff's id, the tabs and the view. Names a font too: the UI asks for the system's, and a
 * server rarely has a good one.
 */
const STYLE = `
  html, body, text { font-family: Inter, 'Liberation Sans', Helvetica, Arial, sans-serif !important }
  nav, main dl, main header button[data-variant], [data-testid=back-to-workflows], [data-testid=input-and-result],
  [role=status].alert, div:has(> div > #per-page-filter) { display: none !important }
`;

/** Writes one view of one handoff to a PNG file. */
export async function takeScreenshot(
  browser: Browser,
  uiUrl: string,
  { handoffId, view, theme, file }: Screenshot,
): Promise<void> {
  const localStorage = Object.entries(preferences(theme)).map(([name, value]) => ({
    name,
    value: JSON.stringify(value),
  }));
  const context = await browser.newContext({
    viewport: { width: WIDTH, height: HEIGHT },
    deviceScaleFactor: scales[view],
    colorScheme: theme,
    timezoneId: 'UTC',
    storageState: { cookies: [], origins: [{ origin: new URL(uiUrl).origin, localStorage }] },
  });
  context.setDefaultTimeout(LOADING_MILLISECONDS);
  const page = await context.newPage();
  await page.goto(`${uiUrl}/${handoffId}`);
  await page.waitForURL(/\/timeline$/);
  await page.goto(page.url().replace(/timeline$/, tabs[view]));
  await page.locator('main header dl').waitFor();
  await page.addStyleTag({ content: STYLE });
  const bottom = await prepare(page, view);
  const { y: top } = await boxOf(page.locator('main header'));
  const { width = WIDTH } = page.viewportSize() ?? {};
  await page.screenshot({ path: file, clip: { x: 0, y: top - MARGIN, width, height: bottom - top + 2 * MARGIN } });
  await context.close();
}

/** Waits until the view is complete, and returns its lower edge. */
async function prepare(page: Page, view: View): Promise<number> {
  switch (view) {
    case 'history':
      return prepareHistory(page);
    case 'details':
      return prepareDetails(page);
  }
}

/** Puts the oldest event first, so that the view reads like a story. */
async function sortAscending(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Descending' }).click();
  // A button looks pressed while the mouse is over it.
  await page.mouse.move(0, 0);
}

async function prepareHistory(page: Page): Promise<number> {
  await sortAscending(page);
  const table = page.locator('[data-testid=event-summary-table] table');
  await settledBottom(table);
  const { width } = await boxOf(table);
  await page.setViewportSize({ width: Math.max(WIDTH, Math.ceil(width) + 2 * MARGIN), height: HEIGHT });
  return settledBottom(table);
}

/** The details are Markdown in a frame, which grows to their height only after it has drawn them. */
async function prepareDetails(page: Page): Promise<number> {
  const frame = page.locator('#user-metadata-current-details');
  const text = frame.contentFrame().locator('p, li').last();
  await text.waitFor();
  return eventually('the details fit into their frame', page, async () => {
    const bottom = await settledBottom(frame);
    return bottom >= (await settledBottom(text)) ? bottom : undefined;
  });
}

async function boxOf(locator: Locator): Promise<{ y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (box) return box;
  throw new Error(`Expected ${locator.toString()} to be visible.`);
}

/** Waits until an element stops moving, and returns its lower edge. */
async function settledBottom(locator: Locator): Promise<number> {
  await locator.waitFor();
  let before: number | undefined;
  return eventually(`${locator.toString()} stops moving`, locator.page(), async () => {
    const { y, height } = await boxOf(locator);
    const bottom = y + height;
    const isSettled = bottom === before;
    before = bottom;
    return isSettled ? bottom : undefined;
  });
}

async function eventually(expectation: string, page: Page, read: () => Promise<number | undefined>): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const result = await read();
    if (result !== undefined) return result;
    await page.waitForTimeout(600);
  }
  throw new Error(`Expected within a minute that ${expectation}.`);
}
