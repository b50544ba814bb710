import { ticketCauseText } from './tickets.ts';

describe('ticketCauseText', () => {
  it('a broken promise names the owner of that time', () => {
    expect(ticketCauseText('no-first-contact', { brokenBy: 'anna' })).toEqual({
      en: 'No one tried to reach the lead in time. Owner at the time: anna.',
      ru: 'Первого контакта с лидом в срок не было. Ответственный на тот момент: anna.',
    });
  });

  it('a silent source is named', () => {
    expect(ticketCauseText('source-silent', { source: 'website' }).en).toBe(
      'A source has brought no new lead for much longer than usual. Source: website.',
    );
  });

  it('a cause without a person or a source is the sentence alone', () => {
    expect(ticketCauseText('nobody-eligible', {}).ru).toBe('В команде больше некому взять этот лид.');
  });
});
