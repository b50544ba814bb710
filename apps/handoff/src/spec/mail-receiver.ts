import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  to: string[];
  content: string;
}

export interface MailReceiver {
  url: string;
  mails: ReceivedMail[];
  /** Refuses the next `count` mails. */
  refuse: (count: number) => void;
  stop: () => Promise<void>;
}

/** An SMTP server that stores what it receives. */
export async function startMailReceiver(): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  let toRefuse = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let content = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => (content += chunk));
      stream.on('end', () => {
        if (toRefuse > 0) {
          toRefuse -= 1;
          return done(new Error('try again later'));
        }
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
    refuse: (count) => (toRefuse = count),
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

/** The subject with encoded words (RFC 2047) decoded. */
export function subjectOf({ content }: ReceivedMail): string {
  const folded = /^Subject: ((?:.|\r\n[ \t])*)/m.exec(content)?.[1] ?? '';
  return folded
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/\r\n[ \t]/g, ' ')
    .replaceAll(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi, (_, coding: string, text: string) =>
      coding.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : fromQuoted(text),
    );
}

const fromQuoted = (text: string): string =>
  Buffer.from(
    text
      .replaceAll('_', ' ')
      .replaceAll(/=([\dA-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString();
