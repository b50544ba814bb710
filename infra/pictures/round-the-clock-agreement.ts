import { defaultAgreement, weekdays } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { waitFor } from './public-interface.ts';
import type { PublicInterface } from './public-interface.ts';

const hours = Object.fromEntries(weekdays.map((day) => [day, [{ from: '00:00', to: '24:00' }]]));

const agreement: Agreement = {
  ...defaultAgreement,
  calendar: { zone: defaultAgreement.calendar.zone, hours, specialDays: [] },
};

/** Publishes the default agreement with working hours around the clock, so that pictures can be taken at any time. */
export async function publishRoundTheClockAgreement(system: PublicInterface): Promise<void> {
  const published = await system.request<{ version: number }>('adam', 'handoff', '/agreements', agreement);
  await waitFor('scoring has the agreement', async () => {
    const known = await system.request<{ version: number }[]>('adam', 'scoring', '/agreements');
    return known.find(({ version }) => version === published.version);
  });
}
