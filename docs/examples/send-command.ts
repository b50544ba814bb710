/**
 * Sends one command, with Node.js 22 or later and kafkajs:
 * BROKERS=… HANDOFF=… PERSON=… INTEGRATION=… KEY_ID=… PRIVATE_KEY_FILE=… node send-command.ts
 */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import kafkajs from 'kafkajs';
import { signCommand } from './sign-command.ts';

const { BROKERS = '', HANDOFF = '', PERSON = '', INTEGRATION = '', KEY_ID = '', PRIVATE_KEY_FILE = '' } = process.env;

const sender = {
  integrationId: INTEGRATION,
  keyId: KEY_ID,
  privateKey: createPrivateKey(readFileSync(PRIVATE_KEY_FILE)),
  source: `/${INTEGRATION}`,
};
const message = signCommand(sender, { handoffId: HANDOFF, personId: PERSON, command: { type: 'accept' } });

const producer = new kafkajs.Kafka({ brokers: BROKERS.split(',') }).producer();
await producer.connect();
await producer.send({ topic: 'baton.handoffs.commands.v1', acks: -1, messages: [message] });
await producer.disconnect();
console.log(message.headers['ce_id']);
