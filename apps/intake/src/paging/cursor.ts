import { problems } from '@baton/service';

/** The last row of a page. The next page starts after it, so rows added in the meantime shift nothing. */
export interface Cursor {
  at: Date;
  id: string;
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const encodeCursor = ({ at, id }: Cursor): string =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

export function decodeCursor(text: string): Cursor {
  const [moment = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  const at = new Date(moment);
  if (Number.isNaN(at.getTime()) || !uuidPattern.test(id)) {
    throw problems.badRequest('`after` must be the `next` value of the previous page.', { type: 'invalid-cursor' });
  }
  return { at, id };
}
