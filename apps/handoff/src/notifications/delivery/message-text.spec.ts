import { promiseNames, assignmentReasons } from '@baton/domain';
import type { Language } from '@baton/domain';
import { messageText } from './message-text.ts';
import type { MessageReader, NotificationContent } from './message-text.ts';
import { notificationKinds } from '../notification-kinds.ts';
import { promiseName, assignmentReason } from './display-names.ts';

const facts = {
  handoffId: 'handoff-1',
  dueAt: '2026-11-23T06:15:00.000Z',
  promise: 'first-contact',
  reason: 'declined',
};
const reason = { en: 'No budget', ru: 'Нет бюджета' };
const told = (kind: NotificationContent['kind']): NotificationContent => ({
  kind,
  facts: { ...facts, reason: 'no-budget' },
  reason,
});
const reader = (language: Language, changes: Partial<MessageReader> = {}): MessageReader => ({
  language,
  zone: 'Europe/Moscow',
  ...changes,
});

describe('what a person reads', () => {
  it('is in their language, with moments in their zone', () => {
    expect(messageText([told('new-lead')], reader('ru'))).toEqual({
      subject: 'Новый лид ваш: примите его до 23 ноября, 09:15 (Europe/Moscow)',
      text: 'Передача handoff-1 ждёт вас. Примите её или откажитесь до 23 ноября, 09:15 (Europe/Moscow) и сделайте первое касание.\n/handoffs/handoff-1',
    });
    expect(messageText([told('reminder')], reader('en', { zone: 'Asia/Yekaterinburg' })).subject).toBe(
      'Reminder: first contact is due by 23 November, 11:15 (Asia/Yekaterinburg)',
    );
    expect(messageText([told('returned')], reader('ru')).subject).toBe('Лид вернули: Нет бюджета');
    expect(messageText([told('returned')], reader('en')).subject).toBe('A lead was given back: No budget');
  });

  it.each(notificationKinds)('is written for %s in both languages, and they differ', (kind) => {
    const [ru, en] = (['ru', 'en'] as const).map((language) => messageText([told(kind)], reader(language)));
    expect(ru?.subject).toMatch(/[а-я]/);
    expect(en?.subject).not.toMatch(/[а-я]/);
    expect(`${ru?.text}${en?.text}`).not.toMatch(/undefined|null/);
  });

  it('says of a broken promise whether it is kept by now, and whether a ticket is open', () => {
    const read = (language: Language, changes: Record<string, string>): string => {
      const { subject, text } = messageText(
        [{ kind: 'promise-broken', facts: { ...facts, ...changes } }],
        reader(language),
      );
      return `${subject} | ${text.split('\n')[0]}`;
    };
    expect(read('en', { ticket: 'no-first-contact' })).toMatch(
      /^Promise broken: .* and is not kept\. A ticket is open\.$/,
    );
    expect(read('en', {})).toMatch(/^Promise broken: .* and is not kept\.$/);
    expect(read('en', { kept: 'late' })).toMatch(/^Promise kept late: first contact \| .* and was kept late\.$/);
    expect(read('ru', { ticket: 'no-first-contact' })).toMatch(
      /^Обещание нарушено: .* не выполнено, .*\. Открыт тикет\.$/,
    );
    expect(read('ru', { kept: 'late' })).toMatch(
      /^Обещание выполнено с опозданием: первый контакт \| .* выполнено с опозданием, срок был до [^.]*\.$/,
    );
  });

  it('names every promise and every cause of a new owner in words', () => {
    for (const language of ['ru', 'en'] as const) {
      for (const name of promiseNames) expect(promiseName(name, language)).not.toMatch(/[a-z]-[a-z]/);
      for (const why of assignmentReasons) expect(assignmentReason(why, language)).not.toBe(why);
    }
  });

  it('opens the handoff in the console where there is one', () => {
    const { text } = messageText([told('return-contested')], reader('en', { consoleUrl: 'https://baton.example/' }));
    expect(text.split('\n').at(-1)).toBe('https://baton.example/handoffs/handoff-1');
  });

  it('lists many as one, and says how many more there are', () => {
    const two = messageText([told('new-lead'), told('return-contested')], reader('en'));
    expect(two.subject).toBe('2 messages about your leads');
    expect(two.text).toMatch(/^• A new lead is yours.*\n {2}\/handoffs\/handoff-1\n• A contested return/);
    const many = messageText(Array<NotificationContent>(25).fill(told('new-lead')), reader('ru'));
    expect(many.subject).toBe('Сообщений о ваших лидах: 25');
    expect(many.text).toMatch(/… и ещё 5: смотрите список своих передач\.$/);
  });

  it('says whom it is told to where everybody reads along', () => {
    expect(messageText([{ ...told('return-contested'), to: ['anna', 'boris'] }], reader('en')).subject).toBe(
      'anna, boris: A contested return waits for your verdict',
    );
  });
});
