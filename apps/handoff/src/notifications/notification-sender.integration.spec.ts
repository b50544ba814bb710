import { createServer, type AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { waitUntil } from '@baton/testing';
import { RunningHandoff } from '../spec/running-handoff.ts';

interface Mail {
  to: string[];
  content: string;
}

/** A mail server of the test; it refuses the first so many mails. */
async function startMailServer(refuses: number): Promise<{ url: string; mails: Mail[]; stop: () => Promise<void> }> {
  const mails: Mail[] = [];
  let toRefuse = refuses;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let content = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => (content += chunk));
      stream.on('end', () => {
        if (toRefuse-- > 0) return done(new Error('try again later'));
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), content });
        done();
      });
    },
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('telling people by mail', () => {
  it('tells the owner of a new lead, also when the mail server refuses at first, once and without a name in it', async () => {
    const mailServer = await startMailServer(1);
    const handoffs = await RunningHandoff.start({ SMTP_URL: mailServer.url });
    try {
      const { handoffId } = await handoffs.judge();
      const mail = await waitUntil(() => mailServer.mails.find(({ content }) => content.includes(handoffId)), {
        what: 'the mail arrives',
        withinMilliseconds: 30_000,
      });
      const { rows } = await waitUntil(
        async () => {
          const sent = await handoffs.database.pool.query<{ tries: number; sent_by: string; recipient_id: string }>(
            'SELECT tries, sent_by, recipient_id FROM handoff.notification WHERE handoff_id = $1 AND sent_at IS NOT NULL',
            [handoffId],
          );
          return sent.rows.length > 0 && sent;
        },
        { what: 'the mail is marked as sent' },
      );
      expect(rows).toEqual([{ tries: 2, sent_by: 'mail', recipient_id: mail.to[0]?.split('@')[0] }]);
      expect(mail.content).toMatch(/^Subject: A new lead is yours: accept it by /m);
      expect(mail.content).toMatch(/^Message-ID: <handoff-/m);
      expect(mailServer.mails.filter(({ content }) => content.includes(handoffId))).toHaveLength(1);
    } finally {
      await handoffs.stop();
      await mailServer.stop();
    }
  });
});
