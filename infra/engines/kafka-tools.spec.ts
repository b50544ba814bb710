import { clientProperties } from './kafka-tools.ts';

describe('clientProperties', () => {
  it('a broker without TLS and credentials needs only the protocol', () => {
    expect(clientProperties({ brokers: ['b:1'] })).toBe('security.protocol=PLAINTEXT\n');
  });

  it('a password with quotes, backslashes and other alphabets reaches the tools unchanged', () => {
    const sasl = { mechanism: 'scram-sha-512', username: 'baton', password: 'a"b\\c ж' } as const;
    expect(clientProperties({ brokers: ['b:1'], sasl })).toContain(
      String.raw`sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="baton" password="a\\"b\\\\c \u0436";`,
    );
  });

  it('certificates are one line each', () => {
    const tls = { ca: 'CA\nPEM\n', cert: 'CERT\n', key: 'KEY\n' };
    const lines = clientProperties({ brokers: ['b:1'], tls }).split('\n');
    expect(lines).toContain('security.protocol=SSL');
    expect(lines).toContain(String.raw`ssl.truststore.certificates=CA\nPEM\n`);
    expect(lines).toContain(String.raw`ssl.keystore.key=KEY\n`);
  });
});
