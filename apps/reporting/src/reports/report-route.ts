import { Roles } from '@baton/service';
import { applyDecorators, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiQuery, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import { reportReaderRoles } from './report-access.ts';
import { reportDefinitions } from './report-definitions.ts';
import type { ReportDefinition, ReportName } from './report-definitions.ts';

const queryParameters: [string, string][] = [
  ['from', 'Beginning of the period: its first day (2026-03-01), or a moment.'],
  ['to', 'End of the period: its last day, or the first moment after it.'],
  ['zone', "Zone in which days begin; without it the agreement's."],
  ['asOf', 'Everything is told as it stood at this moment; without it now.'],
  ['channel', 'Only this channel; an empty text: those without one. So with the other filters.'],
  ['campaign', 'Only this campaign.'],
  ['team', 'Only this team.'],
  [
    'rep',
    'Only this rep: whose the handoff was, or had become before it was an SQL. Of promises of its owner: who owed them, closers too.',
  ],
  ['segment', 'Only this segment.'],
  ['source', 'Only this source.'],
  ['agreementVersion', 'Only what was judged under this version of the agreement.'],
];

const cell = { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] };

/** What every report answers, with the columns of its own. */
const responseSchemaOf = ({ columns }: ReportDefinition): object => ({
  type: 'object',
  required: ['report', 'definition', 'asOf', 'period', 'filters', 'total', 'rows'],
  properties: {
    report: { type: 'string' },
    title: { type: 'string' },
    definition: { type: 'string' },
    asOf: { type: 'string', format: 'date-time' },
    period: {
      type: 'object',
      properties: { from: cell, to: cell, zone: { type: 'string' } },
    },
    filters: { type: 'object', additionalProperties: { type: 'string' } },
    groupBy: cell,
    total: { type: 'object', additionalProperties: true },
    rows: {
      type: 'array',
      items: { type: 'object', properties: Object.fromEntries(columns.map((column) => [column, cell])) },
    },
  },
});

const invalidParameter = { description: 'A parameter is wrong; the problem names each.' };

/** A report's route with all that is to be said about it. */
export function ReportRoute(name: ReportName): MethodDecorator {
  const report: ReportDefinition = reportDefinitions[name];
  return applyDecorators(
    Get(name),
    Roles(...reportReaderRoles),
    ApiOperation({ operationId: `report-${name}`, summary: report.title, description: report.definition }),
    ...queryParameters.map(([parameter, description]) =>
      ApiQuery({ name: parameter, description, required: false, type: String }),
    ),
    ...(report.groupBy.length > 0
      ? [ApiQuery({ name: 'groupBy', description: 'Splits the table.', required: false, enum: [...report.groupBy] })]
      : []),
    ApiFormatQuery(),
    ApiProduces('application/json', 'text/csv'),
    ApiOkResponse({ description: report.definition, schema: responseSchemaOf(report) }),
    ApiUnprocessableEntityResponse(invalidParameter),
  );
}

/** The choice between JSON and CSV, for what can be both. */
export const ApiFormatQuery = (): MethodDecorator =>
  ApiQuery({
    name: 'format',
    description: 'Decides between JSON and CSV; without it the header Accept does.',
    required: false,
    enum: ['json', 'csv'],
  });
