import { responseSchemas } from '@baton/contracts';
import type { OpenApiOptions } from '@baton/service';

export const openapi: OpenApiOptions = {
  title: 'Baton handoff',
  description: 'Handoffs, the commands of reps and team leads, tickets, agreements and outcomes.',
  tags: {
    handoffs: 'Handoffs with their records, and how each was routed',
    commands: 'The work on a handoff, from its assignment to its end',
    returns: 'The review of a return by marketing, and its dispute before the arbiter',
    bulk: 'One command on many handoffs',
    outcomes: 'Won and lost deals',
    tickets: 'Alarms with their owner, cause and what to do',
    agreements: 'Versions of the agreement between marketing and sales, and drafts of the next one',
    people: 'People, teams, absences and the owners of companies',
    notifications: 'What was sent to whom, and what each person wants to receive',
    integrations: 'Systems that may call Baton, with their keys',
  },
  schemas: responseSchemas(),
};
