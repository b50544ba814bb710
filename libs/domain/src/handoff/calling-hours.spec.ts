import { defaultAgreement } from '../agreement/default-agreement.ts';
import { call } from '../spec/sample-commands.ts';
import { at, judgedLead, rep, SimulatedHandoff } from '../spec/simulated-handoff.ts';
import { callingCalendars, leadWithCurrentZones } from './calling-hours.ts';
import type { HandoffCommand } from './commands.ts';

const lead = { ...judgedLead().lead, country: 'RU', zones: ['Europe/Kaliningrad'] };

/** The zones that decide when the lead may be called after these commands of its owner. */
function callingZones(...commands: HandoffCommand[]): string[] {
  const handoff = new SimulatedHandoff().start(at('10:00'), { lead });
  commands.forEach((command, index) =>
    expect(handoff.execute(rep('anna'), command, at(`10:0${index + 1}`))).toBeUndefined(),
  );
  const current = leadWithCurrentZones(lead, handoff.record);
  return callingCalendars(defaultAgreement, current, at('11:00')).map(({ zone }) => zone);
}

const correctPhone = (zones?: string[]): HandoffCommand => ({
  type: 'correct-contact',
  contactMethod: 'phone',
  ...(zones && { zones }),
});
const wrongNumber: HandoffCommand = call('wrong-number', { correctsContact: true, zones: ['Asia/Vladivostok'] });

describe('the calling hours of an open handoff', () => {
  it.each<[string, HandoffCommand[], string[]]>([
    ['stay those of the first phone until it is corrected', [call()], ['Europe/Kaliningrad']],
    ['are those of the corrected phone', [correctPhone(['Asia/Vladivostok'])], ['Asia/Vladivostok']],
    ['are those of a phone that is corrected with a touch', [wrongNumber], ['Asia/Vladivostok']],
    [
      'are those of the last correction',
      [wrongNumber, correctPhone(['Europe/Moscow', 'Asia/Yekaterinburg'])],
      ['Europe/Moscow', 'Asia/Yekaterinburg'],
    ],
    ['stay the same for a correction that says nothing about zones', [correctPhone()], ['Europe/Kaliningrad']],
  ])('the hours %s', (_, commands, expected) => {
    expect(callingZones(...commands)).toEqual(expected);
  });

  it('the hours are those of the country if the corrected phone has no known zone', () => {
    expect(callingZones(correctPhone([]))).toContain('Asia/Omsk');
    expect(callingZones(correctPhone([]))).toContain('Europe/Kaliningrad');
  });
});
