/**
 * The date of a timestamp in a zone, `YYYY-MM-DD`. Not for workflow code: it depends on zone data, which differ between
 * Node builds.
 */
export function localDate(zone: string, at: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(at));
  const part = (name: string): string => parts.find(({ type }) => type === name)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}
