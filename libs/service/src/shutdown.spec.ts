import { Controller, Get } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationShutdown, OnModuleDestroy } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Public } from './access/roles.ts';
import { closeService } from './shutdown.ts';
import { testConfig, createTestService } from './spec/test-service.ts';

const steps: string[] = [];

@Public()
@Controller('slow')
class SlowController implements OnModuleDestroy, BeforeApplicationShutdown, OnApplicationShutdown {
  @Get()
  async slow(): Promise<string> {
    steps.push('request begins');
    await pause(300);
    steps.push('request ends');
    return 'done';
  }

  onModuleDestroy(): void {
    steps.push('consumers stop');
  }

  beforeApplicationShutdown(): void {
    steps.push('relay stops');
  }

  onApplicationShutdown(): void {
    steps.push('connections close');
  }
}

describe('closeService', () => {
  it('requests in progress are finished, new ones are refused, and connections close last', async () => {
    const { app } = await createTestService(testConfig('http://127.0.0.1:1'), [SlowController]);
    await app.listen(0, '127.0.0.1');
    const url = `${await app.getUrl()}/slow`;
    const inHand = fetch(url);
    while (steps.length === 0) await pause(10);

    const closing = closeService(app);
    await pause(50);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    expect(await (await inHand).text()).toBe('done');
    await closing;
    expect(steps).toEqual(['request begins', 'request ends', 'consumers stop', 'relay stops', 'connections close']);
  });
});
