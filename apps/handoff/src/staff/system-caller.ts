import { BATON } from '@baton/domain';
import type { Caller } from '@baton/service';

/** Baton itself, where it commands instead of a person: it hands on what somebody leaves behind. */
export const systemCaller: Caller = { id: BATON, kind: 'integration', roles: ['admin'] };
