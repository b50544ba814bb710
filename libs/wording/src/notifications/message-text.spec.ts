import { assignmentReasons, promiseNames } from '@baton/domain';
import { languages } from '../language.ts';
import type { Language } from '../language.ts';
import { messageText } from './message-text.ts';
import type { MessageReader, NotificationContent } from './message-text.ts';
import { notificationKinds } from './notification-kinds.ts';

const facts = {
  handoffId: 'handoff-1',
  dueAt: '2026-11-23T06:15:00.000Z',
  promise: 'first-contact',
  reason: 'declined',
  disposition: 'nurtured',
  fault: 'sales',
};
const notification = (
  kind: NotificationContent['kind'],
  changes: Record<string, string> = {},
): NotificationContent => ({ kind, facts: { ...facts, ...changes } });
const returned: NotificationContent = {
  ...notification('returned', { reason: 'no-budget' }),
  reason: { en: 'No budget', ru: 'Нет бюджета' },
};
const reader = (language: Language, changes: Partial<MessageReader> = {}): MessageReader => ({
  language,
  zone: 'Europe/Moscow',
  ...changes,
});

describe('messageText', () => {
  it('a message uses the language and the time zone of its reader', () => {
    expect(messageText([notification('new-lead')], reader('ru'))).toEqual({
      subject: 'Новый лид: примите его до 23 ноября, 09:15 (Europe/Moscow)',
      text: 'Вам назначена передача handoff-1. Примите её или откажитесь от неё до 23 ноября, 09:15 (Europe/Moscow), затем сделайте первое касание.\n/handoffs/handoff-1',
    });
    expect(messageText([notification('reminder')], reader('en', { zone: 'Asia/Yekaterinburg' })).subject).toBe(
      'Reminder: first contact is due by 23 November, 11:15 (Asia/Yekaterinburg)',
    );
  });

  it('the person who postponed a lead reads that it is back, not that it is new', () => {
    const textsIn = (language: Language) => messageText([notification('lead-came-back')], reader(language));
    expect(textsIn('en')).toEqual({
      subject: 'A lead that you postponed is back: accept it by 23 November, 09:15 (Europe/Moscow)',
      text: 'The date that the lead of handoff handoff-1 asked you for has come. Accept or decline it by 23 November, 09:15 (Europe/Moscow), then contact them again.\n/handoffs/handoff-1',
    });
    expect(textsIn('ru').subject).toBe('Отложенный вами лид вернулся: примите его до 23 ноября, 09:15 (Europe/Moscow)');
  });

  it('a message about a person, not a handoff, links to the person', () => {
    const absence = { personId: 'clara', from: '2026-11-23T06:00:00Z', to: '2026-11-24T06:00:00Z' };
    expect(messageText([{ kind: 'absence-entered', facts: absence }], reader('en'))).toEqual({
      subject: 'clara entered an absence',
      text: 'clara will be absent from 23 November, 09:00 (Europe/Moscow) to 24 November, 09:00 (Europe/Moscow).\n/people/clara',
    });
  });

  it('an indirect signal and a colleague’s call are named', () => {
    const about = { handoffId: 'handoff-1' };
    const signal = { kind: 'indirect-signal' as const, facts: { ...about, signal: 'webinar' } };
    const taken = { kind: 'call-taken' as const, facts: { ...about, takenBy: 'boris' } };
    expect(messageText([signal], reader('ru')).subject).toBe('Лид проявил интерес: вебинар');
    expect(messageText([taken], reader('en')).subject).toBe('boris took a call from your lead');
  });

  it('an escalated ticket names its cause and links to the tickets of its kind', () => {
    const late = { kind: 'ticket-escalated' as const, facts: { ticketKind: 'late-in-queue' } };
    expect(messageText([late], reader('en'))).toEqual({
      subject: 'Escalated ticket: Leads have waited in the team queue for longer than the agreement allows.',
      text: 'A ticket has not been resolved in time. Leads have waited in the team queue for longer than the agreement allows. Find someone who can contact these leads now, or assign owners by hand.\n/tickets?kind=late-in-queue',
    });
    expect(messageText([late], reader('ru')).subject).toMatch(/^Тикет эскалирован: Лиды ждут в общей очереди/);
  });

  it('a return shows its reason in the words of the agreement', () => {
    expect(messageText([returned], reader('ru')).subject).toBe('Возврат лида: Нет бюджета');
    expect(messageText([returned], reader('en')).subject).toBe('Lead returned: No budget');
  });

  it('a return whose reason is no longer in the agreement shows the code', () => {
    expect(messageText([{ ...returned, reason: null }], reader('en')).subject).toBe('Lead returned: no-budget');
  });

  it.each(notificationKinds)('%s is written in both languages, with and without a due time', (kind) => {
    const named = { ...facts, personId: 'clara', from: '2026-11-23T06:00:00Z', to: '2026-11-24T06:00:00Z' };
    const { dueAt: _, ...undated } = named;
    for (const content of [
      { kind, facts: named },
      { kind, facts: undated },
    ]) {
      const [en, ru] = languages.map((language) => messageText([content], reader(language)));
      expect(ru?.subject).toMatch(/[а-я]/);
      expect(en?.subject).not.toMatch(/[а-я]/);
      expect(`${en?.subject}${en?.text}${ru?.subject}${ru?.text}`).not.toMatch(/undefined|null|\s[.,:]|\.\./);
    }
  });

  it.each([
    [
      'an open promise with a ticket',
      { ownerId: 'anna', ticket: 'no-first-contact' },
      'Promise broken: first contact',
      'In handoff handoff-1, "first contact", owed by anna, was due by 23 November, 09:15 (Europe/Moscow) and has not been kept. A ticket is open.',
      'Нарушение срока: первый контакт',
      'Передача handoff-1: обязательство «первый контакт» не выполнено в срок. Срок: 23 ноября, 09:15 (Europe/Moscow). Ответственный: anna. Открыт тикет.',
    ],
    [
      'a promise kept late',
      { kept: 'late' },
      'Promise kept late: first contact',
      'In handoff handoff-1, "first contact" was due by 23 November, 09:15 (Europe/Moscow) and was kept late.',
      'Выполнено с опозданием: первый контакт',
      'Передача handoff-1: обязательство «первый контакт» выполнено с опозданием. Срок: 23 ноября, 09:15 (Europe/Moscow).',
    ],
  ])(
    'the message about %s says whether the promise is still open',
    (_, changes, enSubject, enText, ruSubject, ruText) => {
      const [en, ru] = languages.map((language) =>
        messageText([notification('promise-broken', changes)], reader(language)),
      );
      expect([en?.subject, en?.text.split('\n')[0]]).toEqual([enSubject, enText]);
      expect([ru?.subject, ru?.text.split('\n')[0]]).toEqual([ruSubject, ruText]);
    },
  );

  it.each([
    ['return-accepted', { disposition: 'rejected' }, 'Return accepted: No budget', 'Возврат принят: Нет бюджета'],
    ['return-decided', { verdict: 'upheld' }, 'Return upheld: No budget', 'Возврат подтверждён: Нет бюджета'],
    ['return-decided', { verdict: 'overturned' }, 'Return overturned: No budget', 'Возврат отклонён: Нет бюджета'],
    ['outcome-recorded', { outcome: 'won' }, 'Deal won', 'Сделка выиграна'],
    ['outcome-recorded', { outcome: 'lost' }, 'Deal lost', 'Сделка проиграна'],
    ['outcome-recorded', { outcome: 'refunded' }, 'Payment refunded', 'Деньги по сделке возвращены'],
  ] as const)('both sides read in %s with %o what was decided', (kind, changes, en, ru) => {
    const content = { ...notification(kind, changes), reason: returned.reason ?? null };
    expect([messageText([content], reader('en')).subject, messageText([content], reader('ru')).subject]).toEqual([
      en,
      ru,
    ]);
  });

  it('an accepted return says where the lead goes, and a verdict whose fault it was', () => {
    const textOf = (kind: NotificationContent['kind'], language: Language, changes: Record<string, string>): string =>
      messageText([notification(kind, changes)], reader(language)).text;
    expect(textOf('return-accepted', 'en', { disposition: 'nurtured' })).toContain('The lead is nurtured.');
    expect(textOf('return-accepted', 'ru', { disposition: 'rejected' })).toContain('Решение по лиду: отклонён.');
    expect(textOf('return-decided', 'en', { fault: 'routing' })).toContain('Fault: routing.');
    expect(textOf('return-decided', 'ru', { fault: 'nobody' })).toContain('Чья ошибка: никто.');
  });

  it('a message about a ticket says what happened and what to do, and leads to the tickets of its kind', () => {
    const facts = { ticketId: 'source-silent.website', ticketKind: 'source-silent', source: 'website' };
    const { subject, text } = messageText([{ kind: 'ticket-opened', facts }], reader('en'));
    expect(subject).toBe('Ticket: A source has sent no new leads for much longer than usual. Source: website.');
    expect(text.split('\n')).toEqual([
      expect.stringMatching(/Source: website\. Send a lead through its form yourself/),
      '/tickets?kind=source-silent',
    ]);
  });

  it('a message about a failing channel names the channel and its error', () => {
    const facts = { ticketId: 't', ticketKind: 'delivery-failing', channel: 'email', failure: 'ECONNREFUSED' };
    expect(messageText([{ kind: 'ticket-opened', facts }], reader('ru')).subject).toBe(
      'Тикет: Уведомление не доставлено: ни одна попытка не удалась. Канал: email. Ошибка: ECONNREFUSED.',
    );
  });

  it('every promise and every assignment reason is named in the reader’s language', () => {
    for (const language of languages) {
      for (const promise of promiseNames) {
        const { subject } = messageText([notification('reminder', { promise })], reader(language));
        expect(subject).not.toMatch(/[a-z]-[a-z]/);
      }
      for (const reason of assignmentReasons) {
        const { text } = messageText([notification('nobody-eligible', { reason })], reader(language));
        expect(text).not.toContain(`(${reason})`);
      }
    }
  });

  it('the link leads to the console if there is one', () => {
    const { text } = messageText(
      [notification('return-contested')],
      reader('en', { consoleUrl: 'https://baton.example/' }),
    );
    expect(text.split('\n').at(-1)).toBe('https://baton.example/handoffs/handoff-1');
  });

  it('several notifications become one message with a list', () => {
    const { subject, text } = messageText([notification('new-lead'), notification('return-contested')], reader('en'));
    expect(subject).toBe('2 notifications about your leads');
    expect(text).toMatch(/^• New lead: .*\n {2}\/handoffs\/handoff-1\n• Return in dispute/);
  });

  it.each([
    [21, '21 уведомление о ваших лидах', '… и ещё 1 уведомление: откройте список своих передач.'],
    [22, '22 уведомления о ваших лидах', '… и ещё 2 уведомления: откройте список своих передач.'],
    [25, '25 уведомлений о ваших лидах', '… и ещё 5 уведомлений: откройте список своих передач.'],
  ])('a list of %d notifications says how many it omits', (count, subject, more) => {
    const many = messageText(Array<NotificationContent>(count).fill(notification('new-lead')), reader('ru'));
    expect(many.subject).toBe(subject);
    expect(many.text.split('\n').at(-1)).toBe(more);
  });

  it('a message to a chat names the people addressed', () => {
    const content = { ...notification('return-contested'), to: ['anna', 'boris'] };
    expect(messageText([content], reader('en')).subject).toBe('anna, boris: Return in dispute: your verdict is needed');
  });
});
