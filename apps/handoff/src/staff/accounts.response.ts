import { shapes } from '@baton/service';
import type { ResponseSchema } from '@baton/service';

const { text, moment, nullable, oneOf, objectOf } = shapes;

export interface AccountResponse {
  domain: string;
  ownerId: string;
  basis: string;
  since: Date;
  teamId: string | null;
}

export const accountSchema = objectOf({
  domain: text,
  ownerId: text,
  basis: oneOf('account', 'open-deal'),
  since: moment,
  teamId: nullable(text),
} satisfies Record<keyof AccountResponse, ResponseSchema>);
