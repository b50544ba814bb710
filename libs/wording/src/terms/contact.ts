import type { EvidenceKind, ProofKind, SignalKind, TouchChannel, TouchOutcome } from '@baton/domain';
import { localized } from '../language.ts';
import type { LocalizedText } from '../language.ts';

export const channelText: Record<TouchChannel, LocalizedText> = {
  call: localized('call', 'звонок'),
  email: localized('e-mail', 'письмо'),
  messenger: localized('messenger', 'мессенджер'),
  sms: localized('text message', 'СМС'),
  meeting: localized('meeting', 'встреча'),
};

export const touchOutcomeText: Record<TouchOutcome, LocalizedText> = {
  reached: localized('reached', 'есть контакт'),
  'no-answer': localized('no answer', 'нет ответа'),
  voicemail: localized('voicemail', 'автоответчик'),
  busy: localized('busy', 'занято'),
  sent: localized('sent', 'отправлено'),
  'wrong-number': localized('wrong number', 'неверный номер'),
};

const sharedText = {
  'call-record': localized('call record', 'запись о звонке'),
  note: localized('note', 'заметка'),
};

export const evidenceText: Record<EvidenceKind, LocalizedText> = {
  ...sharedText,
  'message-id': localized('message id', 'номер сообщения'),
  recording: localized('recording', 'запись разговора'),
  transcript: localized('transcript', 'расшифровка разговора'),
};

export const proofText: Record<ProofKind, LocalizedText> = {
  ...sharedText,
  message: localized('message', 'сообщение'),
  document: localized('document', 'документ'),
  link: localized('link', 'ссылка'),
  'lead-id': localized('lead id', 'номер лида'),
};

export const signalText: Record<SignalKind, LocalizedText> = {
  request: localized('request', 'заявка'),
  demo: localized('demo', 'запрос демо'),
  message: localized('message', 'сообщение'),
  webinar: localized('webinar', 'вебинар'),
  content: localized('content', 'материалы'),
  visit: localized('visit', 'посещение сайта'),
  'inbound-call': localized('inbound call', 'входящий звонок'),
  other: localized('other', 'другое'),
};
