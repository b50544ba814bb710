import { leadErased, leadOptedOut, leadOutcome } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import { contractReader, contractsReader } from './contract-reader.ts';
import type { ReceivedMessage } from '../kafka/received-message.ts';

const won = { outcome: 'won', leadId: '6f1f4c8e-5d0a-4f0e-9d53-0d6f0a3c7a11', decidedAt: '2026-03-01T09:00:00.000Z' };
const event = { ce_specversion: '1.0', ce_id: '17', ce_source: '/crm/north', ce_type: leadOutcome.type };

const read = (headers: Record<string, string>, data: unknown = won) => {
  const message: ReceivedMessage = {
    topic: leadOutcome.topic,
    partition: 2,
    offset: '40',
    key: null,
    headers,
    value: Buffer.from(JSON.stringify(data)),
    receivedAt: new Date('2026-03-02T09:00:00Z'),
  };
  return contractReader<LeadOutcome>(leadOutcome)(message);
};

describe('contractReader', () => {
  it('two events have the same id only if their sources and ids are the same', () => {
    const id = read(event).id;
    expect(read({ ...event }).id).toBe(id);
    expect(read({ ...event, ce_source: '/crm/south' }).id).not.toBe(id);
    expect(read({ ...event, ce_id: '18' }).id).not.toBe(id);
    expect(read(event)).toMatchObject({ senderEventId: '17', source: '/crm/north', data: won });
  });

  it("an event of Baton's own keeps its id", () => {
    expect(read({ ...event, ce_source: '/baton/handoff', ce_id: 'outcome/1' }).id).toBe('outcome/1');
  });

  it('a bare message is identified by its position and timestamp, and happened when it arrived', () => {
    const time = '2026-03-02T09:00:00.000Z';
    expect(read({})).toEqual({ id: `${leadOutcome.topic}/2/40/${Date.parse(time)}`, time, data: won });
  });

  it.each([
    ['unknown-type', { ...event, ce_type: 'deal.closed' }, won],
    ['wrong-schema', event, { ...won, outcome: 'maybe' }],
    ['unstorable-text', event, { ...won, outcome: 'lost', reason: 'no\0budget' }],
    ['wrong-schema', event, { ...won, outcome: 'lost', reason: 'call ann@acme.com' }],
  ])('an event that the contract rejects is poison (%s)', (code, headers, data) => {
    expect(() => read(headers, data)).toThrow(expect.objectContaining({ code }));
  });
});

describe('contractsReader', () => {
  const leadId = '6f1f4c8e-5d0a-4f0e-9d53-0d6f0a3c7a11';
  const optedOut = { leadId, optedOutAt: '2026-03-01T09:00:00.000Z', recordedBy: 'marina' };
  const erased = { leadId, erasedAt: '2026-03-01T09:00:00.000Z', erasedBy: 'marina' };
  const readOneOf = (type: string | undefined, data: unknown) =>
    contractsReader({ optedOut: leadOptedOut, erased: leadErased })({
      topic: leadErased.topic,
      partition: 0,
      offset: '1',
      key: leadId,
      headers: type === undefined ? {} : { ...event, ce_type: type },
      value: Buffer.from(JSON.stringify(data)),
      receivedAt: new Date('2026-03-02T09:00:00Z'),
    });

  it('an event is read by the contract of its type', () => {
    expect(readOneOf(leadErased.type, erased)).toMatchObject({ kind: 'erased', data: erased });
    expect(readOneOf(leadOptedOut.type, optedOut)).toMatchObject({ kind: 'optedOut', data: optedOut });
  });

  it('an event without a type is read by the first contract', () => {
    expect(readOneOf(undefined, optedOut)).toMatchObject({ kind: 'optedOut', data: optedOut });
  });

  it('an event of an unknown type, or with the data of another type, is poison', () => {
    expect(() => readOneOf(leadOutcome.type, won)).toThrow('must have the type');
    expect(() => readOneOf(leadErased.type, optedOut)).toThrow('erasedAt');
  });
});
