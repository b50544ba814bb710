import { personRoles } from '@baton/domain';
import { Roles, Scope } from '@baton/service';
import { applyDecorators, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiQuery, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import { reportDefinitions } from './report-definitions.ts';
import type { ReportDefinition, ReportName } from './report-definitions.ts';

const queryParameters: [string, string][] = [
  ['from', 'Start of the period: its first day (2026-03-01), or a timestamp.'],
  ['to', 'End of the period: its last day, or the first timestamp after it.'],
  ['zone', "Time zone in which days begin; by default the agreement's."],
  ['asOf', 'Return the figures from what was recorded by this moment; by default now.'],
  ['channel', 'Only this channel. Like every filter, an empty value matches those without one.'],
  ['campaign', 'Only this campaign.'],
  ['team', 'Only this team.'],
  [
    'rep',
    'Only handoffs of this rep: the last owner before the handoff became an SQL. For promises on the owner’s clock, the owner who owes the promise, including closers.',
  ],
  ['segment', 'Only this segment.'],
  ['source', 'Only this source.'],
  ['agreementVersion', 'Only handoffs judged under this version of the agreement.'],
  [
    'evidence',
    'Only handoffs whose first touch has evidence of this level: verified, referenced or claimed. For promises, the touch that kept the promise.',
  ],
];

const cell = { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] };

/** The response schema of a report, with its columns. */
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

const invalidParameter = { description: 'A parameter is invalid; `errors` names each.' };

/** The route of a report, with its roles and its OpenAPI description. */
export function ReportRoute(name: ReportName): MethodDecorator {
  const report: ReportDefinition = reportDefinitions[name];
  return applyDecorators(
    Get(name),
    Roles(...personRoles, 'integration'),
    Scope('read-reports'),
    ApiOperation({ operationId: `report-${name}`, summary: report.title, description: report.definition }),
    ...queryParameters.map(([parameter, description]) =>
      ApiQuery({ name: parameter, description, required: false, type: String }),
    ),
    ...(report.groupBy.length > 0
      ? [
          ApiQuery({
            name: 'groupBy',
            description: 'Group the table by this dimension.',
            required: false,
            enum: [...report.groupBy],
          }),
        ]
      : []),
    ApiFormatQuery(),
    ApiProduces('application/json', 'text/csv'),
    ApiOkResponse({ description: report.definition, schema: responseSchemaOf(report) }),
    ApiUnprocessableEntityResponse(invalidParameter),
  );
}

/** Describes the `format` parameter of a route that returns JSON or CSV. */
export const ApiFormatQuery = (): MethodDecorator =>
  ApiQuery({
    name: 'format',
    description: 'JSON or CSV; by default the Accept header decides.',
    required: false,
    enum: ['json', 'csv'],
  });
