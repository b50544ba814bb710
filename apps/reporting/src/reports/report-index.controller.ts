import { Roles } from '@baton/service';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { reportReaderRoles } from './report-access.ts';
import { reportDefinitions } from './report-definitions.ts';
import type { ReportDefinition } from './report-definitions.ts';

interface ReportLink {
  name: string;
  title: string;
  definition: string;
  href: string;
  groupBy: readonly string[];
}

/** What can be asked here. */
@ApiTags('reports')
@Controller()
export class ReportIndexController {
  @Get()
  @Roles(...reportReaderRoles)
  @ApiOperation({ summary: 'The reports, with their definitions and addresses' })
  @ApiOkResponse({ schema: { type: 'object', properties: { reports: { type: 'array', items: { type: 'object' } } } } })
  index(): { reports: ReportLink[]; calculator: string; record: string; description: string } {
    return {
      reports: Object.entries(reportDefinitions as Record<string, ReportDefinition>).map(
        ([name, { title, definition, groupBy }]) => ({
          name,
          title,
          definition,
          href: `/reports/${name}`,
          groupBy,
        }),
      ),
      calculator: '/reports/losses/calculator?transferred=200&lostShare=0.12&averageCheck=35000',
      record: '/handoffs/{handoffId}/record',
      description: '/docs',
    };
  }
}
