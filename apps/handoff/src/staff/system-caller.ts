import { BATON } from '@baton/domain';
import type { Caller } from '@baton/service';

/** The caller of commands that Baton sends on its own, to hand over the handoffs of absent and departed people. */
export const systemCaller: Caller = { id: BATON, kind: 'integration', roles: ['admin'] };
