import { personRoles } from '@baton/domain';
import { Roles, Scope } from '@baton/service';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { reportDefinitions } from './report-definitions.ts';
import type { ReportDefinition } from './report-definitions.ts';

interface ReportLink {
  name: string;
  title: string;
  definition: string;
  href: string;
  groupBy: readonly string[];
}

/** The index of all reports. */
@ApiTags('reports')
@Controller()
export class ReportIndexController {
  @Get()
  @Roles(...personRoles, 'integration')
  @Scope('read-reports')
  @ApiOperation({ summary: 'List reports with their definitions and URLs' })
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
