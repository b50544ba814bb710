import { jest } from '@jest/globals';
import { BackgroundLoop } from './background-loop.ts';

const AN_HOUR = 3_600_000;

describe('A loop in the background', () => {
  const warn = jest.fn();
  let loop: BackgroundLoop;

  /** A loop that pauses for an hour, and whose rounds end as listed; resolves when the last of them has begun. */
  const rounds = async (...ends: ('more' | 'done' | 'nothing' | 'trouble')[]): Promise<() => number> => {
    let begun = 0;
    await new Promise<void>((resolve) => {
      loop = new BackgroundLoop({
        round: async () => {
          const end = ends[begun];
          begun += 1;
          if (begun >= ends.length) resolve();
          if (end === 'trouble') throw new Error('the database is away');
          return end === 'nothing' ? undefined : end;
        },
        pauseMilliseconds: AN_HOUR,
        logger: { warn },
        failureMessage: 'It cannot be read; trying again',
      });
      loop.start();
      if (ends.includes('nothing') || ends.includes('trouble')) setImmediate(() => loop.nudge());
    });
    return () => begun;
  };

  afterEach(() => loop.stop());

  it('goes on at once while there is more', async () => {
    expect((await rounds('more', 'more', 'done'))()).toBe(3);
  });

  it('does not pause when it is nudged', async () => {
    expect((await rounds('nothing', 'done'))()).toBe(2);
  });

  it('tells of a round that failed, and tries again', async () => {
    expect((await rounds('trouble', 'done'))()).toBe(2);
    expect(warn).toHaveBeenCalledWith({ err: expect.any(Error) }, 'It cannot be read; trying again');
  });

  it('ends in the middle of its pause', async () => {
    const begun = await rounds('nothing', 'nothing');
    await loop.stop();
    expect(begun()).toBe(2);
  });

  it('hears a nudge that comes during a round', async () => {
    let begun = 0;
    const second = new Promise<void>((resolve) => {
      loop = new BackgroundLoop({
        round: async () => {
          begun += 1;
          if (begun === 1) loop.nudge();
          else resolve();
        },
        pauseMilliseconds: AN_HOUR,
        logger: { warn },
        failureMessage: '',
      });
    });
    loop.start();
    await second;
    expect(begun).toBe(2);
  });
});
