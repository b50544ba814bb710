import fc from 'fast-check';
import { containsContactDetails, containsPhoneOrEmail } from './phone-or-email.ts';

describe('containsPhoneOrEmail', () => {
  it.each([
    'ann@acme.com',
    'mailto:ann%40acme.com',
    'mailto:ann',
    'https://crm.example/find?mail=ann%40acme.com',
    'https://wa.me/79991234567',
    'wa.me/message/ABC',
    'tel:+79991234567',
    'tel:112',
    'sms:%2B79991234567',
    'viber://chat?number=%2B79991234567',
    'https://t.me/+79991234567',
    'https://t.me/79991234567',
    'https://api.whatsapp.com/send?phone=79991234567',
    'https://crm.example/phone/4155552671',
    'тел. 1234567',
    '+79991234567',
    '+7 999 123-45-67',
    'role: +49 (171) 123 45 67',
    'call+79991234567',
    '%2B79991234567',
    '89991234567',
    '79991234567',
    '77011234567',
    '9991234567',
    '0049 171 12345678',
    '00491711234567',
    '8-999-123-45-67',
    '8(999)123-45-67',
    '8 999 1234567',
    '8 800 555 35 35',
    '999-123-45-67',
    '999 1234567',
    '(4012) 55-66-77',
    '(415) 555-2671',
    '415-555-2671',
    '1.415.555.2671',
    'ask at 123-45-67.',
    'call-89991234567',
    'https://pbx.example/rec/out_79991234567_2026-11-22.mp3',
    'owner, 8 999 123 45 67 (Ann)',
    '2026-11-22 89991234567',
    'https://crm.example/calls?from=79991234567',
    '+7\u200B9991\u00AD234567',
    '８９９９１２３４５６７',
    '+٧٩٩٩١٢٣٤٥٦٧',
    'ann＠acme.com',
  ])('the text "%s" contains a phone or an e-mail', (text) => {
    expect(containsPhoneOrEmail(text)).toBe(true);
  });

  it.each([
    ['call ids', ['call-17', 'call-20261122-0001', '20261122-0001', '20261122-001', 'rec_20261122_143000']],
    ['timestamps', ['1732284000', '1732284000.12345', '1732284000123', '2026-11-22T14:30:00.123', '20261122143000']],
    ['chat ids', ['31234567', '215469876543210', '-1001234567890', '4012345678', '17123456789']],
    ['numbers with a word right before them', ['zoom89612345678', 'call79991234567']],
    ['UUIDs', ['3f2504e0-4f89-11d3-9a0c-0305e82c3301', '12345678-1234-4123-8123-123456789012']],
    ['UUIDs of digits only', ['79991234-5678-4912-8912-345678901234', '00000000-0000-1000-8000-001000000000']],
    ['hashes', ['CA79991234567f00d2e8b4a6c9d1e3f5a7b', 'MToxMDA2NzgyMzoxMDE6NzE5NTk4OTQ2Mjg6MA==']],
    ['links to recordings', ['https://pbx.example/records/2026/11/22/1732284000.12345.mp3']],
    ['links to meetings', ['https://us02web.zoom.us/j/89612345678?pwd=a1B2', 'https://t.me/c/9123456789/5']],
    ['links to records', ['https://app.hubspot.com/contacts/1234567/record/0-48/79123456789']],
    ['campaigns', ['spring 2026', '20123456789|search', 'cid 70112345', 'ab-test-101-11-22', '2026-11-22']],
    ['sizes and versions', ['500-1000 employees', '1 500 000 RUB', '1000-5000', '10.0.0.17', 'v1.20.300']],
    [
      'ordinary words',
      ['owner', 'head of sales (EMEA)', 'no budget before 2027-03-01', 'Tele2 hotel: 1234567 rooms', 'c++ 2026'],
    ],
  ])('%s contain neither a phone nor an e-mail', (_, texts) => {
    expect(texts.filter(containsPhoneOrEmail)).toEqual([]);
  });

  it('no UUID and no timestamp contains a phone or an e-mail', () => {
    const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2033-01-01'), noInvalidDate: true });
    fc.assert(fc.property(fc.uuid(), (uuid) => !containsPhoneOrEmail(`call-${uuid}`)));
    fc.assert(
      fc.property(moment, fc.nat(99_999), (at, count) => !containsPhoneOrEmail(`${at.getTime() / 1000}.${count}`)),
    );
    fc.assert(fc.property(moment, (at) => !containsPhoneOrEmail(`rec-${at.getTime()} ${at.toISOString()}`)));
  });
});

describe('containsContactDetails', () => {
  it.each([
    'ask 4155552671',
    'call 123 45 67',
    'call 123\u200B45\u200B67',
    'call １２３４５６７',
    'ann@acme.com',
    'until 2027-03-01, then 1234567',
  ])('free text with contact details is found: %s', (text) => {
    expect(containsContactDetails(text)).toBe(true);
  });

  it.each(['no budget before 2027-03-01', 'from 2026-11-22 to 2027-03-01', '500 employees, 2 offices'])(
    'free text without contact details passes: %s',
    (text) => {
      expect(containsContactDetails(text)).toBe(false);
    },
  );
});
