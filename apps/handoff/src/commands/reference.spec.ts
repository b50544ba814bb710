import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import 'reflect-metadata';
import { EvidenceRequest, ProofRequest } from './command.request.ts';

const messages = (body: object): string[] =>
  validateSync(body).flatMap(({ constraints = {} }) => Object.values(constraints));

describe.each([
  ['evidence', EvidenceRequest, 'message-id'],
  ['a proof', ProofRequest, 'link'],
])('the reference of %s', (_, body, kind) => {
  const validate = (reference: unknown): string[] =>
    messages(plainToInstance<object, object>(body, { kind, reference }));

  it.each(['https://wa.me/79991234567', '89991234567', 'mailto:a%40b.com', '+79991234567', 'two words'])(
    'the reference "%s" is refused, because it has a phone number, an e-mail address or a space',
    (reference) => {
      expect(validate(reference)).toEqual([
        expect.stringMatching(/^reference must be the id or the link of the call, message or document/),
      ]);
    },
  );

  it('a reference may be an id or a link', () => {
    for (const reference of ['call-20261122-0001', 'https://pbx.example/records/1732284000.mp3'])
      expect(validate(reference)).toEqual([]);
  });
});
