import { ticketCauseText } from './tickets.ts';

describe('ticketCauseText', () => {
  it('the cause of a broken promise names its owner at the time', () => {
    expect(ticketCauseText('no-first-contact', { brokenBy: 'anna' })).toEqual({
      en: 'No one tried to reach the lead in time. Owner at the time: anna.',
      ru: 'Первый контакт с лидом не состоялся в срок. Ответственный на тот момент: anna.',
    });
  });

  it('the cause of a silent source names the source', () => {
    expect(ticketCauseText('source-silent', { source: 'website' }).en).toBe(
      'A source has sent no new leads for much longer than usual. Source: website.',
    );
  });

  it('a cause without a person or a source is a single sentence', () => {
    expect(ticketCauseText('nobody-eligible', {}).ru).toBe('В команде некому взять этот лид в ближайший рабочий день.');
  });
});
