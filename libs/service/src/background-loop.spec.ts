import { jest } from '@jest/globals';
import { BackgroundLoop } from './background-loop.ts';

const AN_HOUR = 3_600_000;

describe('BackgroundLoop', () => {
  const warn = jest.fn();
  let loop: BackgroundLoop;

  /** Starts a loop with pauses of an hour whose rounds end as listed; resolves when the last of them has started. */
  const rounds = async (...ends: ('more' | 'done' | 'nothing' | 'failure')[]): Promise<() => number> => {
    let started = 0;
    await new Promise<void>((resolve) => {
      loop = new BackgroundLoop({
        round: async () => {
          const end = ends[started];
          started += 1;
          if (started >= ends.length) resolve();
          if (end === 'failure') throw new Error('the database is down');
          return end === 'nothing' ? undefined : end;
        },
        pauseMilliseconds: AN_HOUR,
        logger: { warn },
        failureMessage: 'It cannot be read; retrying',
      });
      loop.start();
      if (ends.includes('nothing') || ends.includes('failure')) setImmediate(() => loop.nudge());
    });
    return () => started;
  };

  afterEach(() => loop.stop());

  it('the next round starts without a pause while there is more to do', async () => {
    expect((await rounds('more', 'more', 'done'))()).toBe(3);
  });

  it('a nudge ends the pause', async () => {
    expect((await rounds('nothing', 'done'))()).toBe(2);
  });

  it('a round that fails is logged, and the next one runs', async () => {
    expect((await rounds('failure', 'done'))()).toBe(2);
    expect(warn).toHaveBeenCalledWith({ err: expect.any(Error) }, 'It cannot be read; retrying');
  });

  it('a loop stops during its pause', async () => {
    const started = await rounds('nothing', 'nothing');
    await loop.stop();
    expect(started()).toBe(2);
  });

  it('a nudge during a round skips the pause after it', async () => {
    let started = 0;
    const second = new Promise<void>((resolve) => {
      loop = new BackgroundLoop({
        round: async () => {
          started += 1;
          if (started === 1) loop.nudge();
          else resolve();
        },
        pauseMilliseconds: AN_HOUR,
        logger: { warn },
        failureMessage: '',
      });
    });
    loop.start();
    await second;
    expect(started).toBe(2);
  });
});
