import { emptyState } from '@baton/domain';
import type { HandoffState } from '@baton/domain';
import { changedQueues } from './queue-changes.ts';

const state = (changes: Partial<HandoffState>): HandoffState => ({ ...emptyState('handoff-1'), ...changes });
const queuedIn = (teamId: string, changes: Partial<HandoffState> = {}): HandoffState =>
  state({ stage: 'queued', teamId, ...changes });
const ownedIn = (teamId: string): HandoffState =>
  state({ stage: 'awaiting-acceptance', teamId, ownerId: 'anna', namedTeamId: teamId });

describe('changedQueues', () => {
  it.each<[string, HandoffState, HandoffState, string[]]>([
    ['a lead that enters a queue changes it', state({}), queuedIn('sales'), ['sales']],
    ['a lead that is assigned changes the queue that it leaves', queuedIn('sales'), ownedIn('sales'), ['sales']],
    [
      'a queued lead that is passed to another team and stays queued changes both queues',
      queuedIn('sales'),
      queuedIn('north', { namedTeamId: 'north' }),
      ['sales', 'north'],
    ],
    [
      'a queued lead that is passed to another team and assigned there changes only the queue that it leaves',
      queuedIn('sales'),
      ownedIn('north'),
      ['sales'],
    ],
    [
      'a queued lead that waits for another pool of its team changes its queue',
      queuedIn('sales'),
      queuedIn('sales', { namedTeamId: 'sales' }),
      ['sales'],
    ],
    [
      'a withdrawn SQL that waits for a rep changes the queue of its team',
      queuedIn('sales', { sqlAt: '2026-03-02T10:00:00.000Z' }),
      queuedIn('sales'),
      ['sales'],
    ],
    ['a queued lead that gets a signal changes no queue', queuedIn('sales'), queuedIn('sales', { version: 9 }), []],
    ['an owned lead that is touched changes no queue', ownedIn('sales'), ownedIn('sales'), []],
  ])('%s', (_, before, after, expected) => {
    expect(changedQueues(before, after)).toEqual(expected);
  });
});
