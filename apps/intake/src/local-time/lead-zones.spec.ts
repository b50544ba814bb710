import { commonZones } from '@baton/domain';
import { leadZones } from './lead-zones.ts';

const at = '2026-03-02T10:00:00.000Z';
const kaliningrad = 'Europe/Kaliningrad';
const moscow = 'Europe/Moscow';
const vladivostok = 'Asia/Vladivostok';

describe('leadZones', () => {
  it.each<[string, Parameters<typeof leadZones>[0], string[] | undefined]>([
    ['a number in Vladivostok is in its zone', { phone: '+74232123456' }, [vladivostok]],
    ['a number in Kaliningrad is in its zone', { phone: '+74012123456' }, [kaliningrad]],
    ['a number in Saratov is in its zone', { country: 'RU', phone: '+78452123456' }, ['Europe/Saratov']],
    ['a number with an extension is read without it', { phone: '+74232123456;ext=12' }, [vladivostok]],
    ['a number of a country with one zone is in that zone', { country: 'FR', phone: '+33612345678' }, ['Europe/Paris']],
    ['a New York area code is in its zone', { country: 'US', phone: '+12125550123' }, ['America/New_York']],
    ['a Los Angeles area code is in its zone', { phone: '+12135550123' }, ['America/Los_Angeles']],
    ['a mobile number in São Paulo has an area code', { phone: '+5511961234567' }, ['America/Sao_Paulo']],
    [
      'a Russian mobile number in a region by its Russian name is in the zone of the region',
      { country: 'RU', region: 'Приморский край', phone: '+79141234567' },
      [vladivostok],
    ],
    [
      'a Russian mobile number in a region by its ISO code is in the zone of the region',
      { country: 'RU', region: 'RU-KGD', phone: '+79114512345' },
      [kaliningrad],
    ],
    [
      'a region without a country is one of the country of the phone',
      { region: 'Калининградская обл.', phone: '+79114512345' },
      [kaliningrad],
    ],
    [
      'a region with two zones keeps both when the phone does not decide',
      { country: 'US', region: 'Texas', phone: '+18005550123' },
      ['America/Chicago', 'America/Denver'],
    ],
    [
      'a region with two zones has one of them when the area code decides',
      { country: 'US', region: 'TX', phone: '+19155550123' },
      ['America/Denver'],
    ],
    [
      'a number in Moscow of a lead in Vladivostok suits neither zone alone',
      { country: 'RU', region: 'Primorsky Krai', phone: '+74951234567' },
      [vladivostok, moscow],
    ],
    ['a lead without a phone has no zones', { country: 'RU', region: 'RU-KGD' }, undefined],
    [
      'a number that cannot be read leaves the zones of the country',
      { country: 'FR', phone: '+999' },
      ['Europe/Paris'],
    ],
    ['a number that cannot be read without a country says nothing', { phone: '+999' }, undefined],
  ])('%s', (_, lead, zones) => {
    expect(leadZones(lead, at)?.toSorted()).toEqual(zones?.toSorted());
  });

  it('a Russian mobile number without a region could be in any zone of Russia', () => {
    const zones = leadZones({ country: 'RU', phone: '+79161234567' }, at) ?? [];
    expect(commonZones([kaliningrad, moscow, vladivostok], zones, at)).toHaveLength(3);
    expect(zones).toHaveLength(11);
  });

  it('a toll-free number of the United States could be in any zone of the United States', () => {
    const zones = leadZones({ phone: '+18005550123', country: 'US' }, at) ?? [];
    expect(commonZones(['America/New_York', 'America/Los_Angeles', 'Pacific/Honolulu'], zones, at)).toHaveLength(3);
  });
});
