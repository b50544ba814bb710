import { ConfigurationError, loadConfig } from '@baton/service';
import { NotificationConfig } from './notification.config.ts';

const needed = {
  HTTP_PORT: '8103',
  DATABASE_URL: 'postgres://127.0.0.1/baton',
  KAFKA_BROKERS: '127.0.0.1:8111',
  AUTH_JWKS_URL: 'http://127.0.0.1:8100/jwks',
  AUTH_ISSUER: 'http://127.0.0.1:8100',
};
const wrongKeys = (changes: Record<string, string>): string[] => {
  try {
    loadConfig(NotificationConfig, { ...needed, ...changes });
    return [];
  } catch (error) {
    return error instanceof ConfigurationError ? error.keys.sort() : ['?'];
  }
};
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('NotificationConfig', () => {
  it('every notification setting is optional', () => expect(wrongKeys({})).toEqual([]));

  it('valid addresses and tokens of every channel are accepted', () =>
    expect(
      wrongKeys({
        SMTP_URL: 'smtp://mail:25',
        SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T0/B0/x',
        TELEGRAM_BOT_TOKEN: '123456:ABC-def_1',
        WEBHOOK_URL: 'https://receiver.example/hooks',
        WEBHOOK_SECRET,
        NOTIFICATION_QUIET_HOURS: 'none',
      }),
    ).toEqual([]));

  it.each([
    [{ SMTP_URL: 'http://mail' }, ['SMTP_URL']],
    [{ TELEGRAM_BOT_TOKEN: 'token' }, ['TELEGRAM_BOT_TOKEN']],
    [{ WEBHOOK_URL: 'https://receiver.example' }, ['WEBHOOK_SECRET']],
    [{ WEBHOOK_SECRET }, ['WEBHOOK_URL']],
    [{ WEBHOOK_URL: 'https://receiver.example', WEBHOOK_SECRET: 'whsec_short' }, ['WEBHOOK_SECRET']],
    [{ NOTIFICATION_QUIET_HOURS: '20-8' }, ['NOTIFICATION_QUIET_HOURS']],
    [{ NOTIFICATION_LANGUAGE: 'de' }, ['NOTIFICATION_LANGUAGE']],
    [{ NOTIFICATION_TRIES: '0' }, ['NOTIFICATION_TRIES']],
  ])('the invalid environment %o is rejected, naming the variable', (changes: Record<string, string>, keys) =>
    expect(wrongKeys(changes)).toEqual(keys),
  );
});
