import { Roles } from '@baton/service';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { readerRoles } from './access.ts';
import { reports } from './catalogue.ts';
import type { Report } from './catalogue.ts';

interface ReportLink {
  name: string;
  title: string;
  definition: string;
  href: string;
  by: readonly string[];
}

/** What can be asked here. */
@ApiTags('reports')
@Controller()
export class IndexController {
  @Get()
  @Roles(...readerRoles)
  @ApiOperation({ summary: 'The reports, with their definitions and addresses' })
  @ApiOkResponse({ schema: { type: 'object', properties: { reports: { type: 'array', items: { type: 'object' } } } } })
  index(): { reports: ReportLink[]; calculator: string; record: string; description: string } {
    return {
      reports: Object.entries(reports as Record<string, Report>).map(([name, { title, definition, by }]) => ({
        name,
        title,
        definition,
        href: `/reports/${name}`,
        by,
      })),
      calculator: '/reports/losses/calculator?transferred=200&lostShare=0.12&averageCheck=35000',
      record: '/handoffs/{handoffId}/record',
      description: '/docs',
    };
  }
}
