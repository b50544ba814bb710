import { calculateLoss, personRoles } from '@baton/domain';
import type { Loss } from '@baton/domain';
import { problems, Roles, Scope } from '@baton/service';
import type { FieldProblem } from '@baton/service';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags, ApiUnprocessableEntityResponse } from '@nestjs/swagger';

const fields = {
  transferred: { required: true, highest: 1e9, message: 'Number of transferred leads, such as 200; at most 1e9.' },
  lostShare: { required: true, highest: 1, message: 'Share of lost leads, between 0 and 1, such as 0.12.' },
  averageCheck: { required: true, highest: 1e12, message: 'Average check of a deal, such as 35000; at most 1e12.' },
  conversionToWon: {
    required: false,
    highest: 1,
    message: 'Passed conversion to won, between 0 and 1, such as 0.0625.',
  },
} as const;
type Field = keyof typeof fields;

const parameter = (name: Field): MethodDecorator =>
  ApiQuery({ name, description: fields[name].message, required: fields[name].required, type: Number });

/** The loss calculator for arbitrary numbers. */
@ApiTags('reports')
@Controller('reports/losses')
export class LossCalculatorController {
  @Get('calculator')
  @Roles(...personRoles, 'integration')
  @Scope('read-reports')
  @ApiOperation({
    summary: 'Calculate the cost of lost leads',
    description:
      'Ceiling: transferred × share lost × average check. Expected: ceiling × passed conversion to won, if it is given.',
  })
  @parameter('transferred')
  @parameter('lostShare')
  @parameter('averageCheck')
  @parameter('conversionToWon')
  @ApiOkResponse({
    schema: {
      type: 'object',
      properties: { ceiling: { type: 'number' }, expected: { oneOf: [{ type: 'number' }, { type: 'null' }] } },
    },
  })
  @ApiUnprocessableEntityResponse({ description: 'A number is missing or invalid; `errors` names each.' })
  calculate(@Query() query: Record<string, unknown>): Loss & Partial<Record<Field, number>> {
    const numbers = parseNumbers(query);
    const { transferred = 0, lostShare = 0, averageCheck = 0, conversionToWon } = numbers;
    const input = {
      transferred,
      lostShare,
      averageCheck,
      ...(conversionToWon !== undefined && { conversionToWon }),
    };
    return { ...input, ...calculateLoss(input) };
  }
}

function parseNumbers(query: Record<string, unknown>): Partial<Record<Field, number>> {
  const errors: FieldProblem[] = Object.keys(query)
    .filter((name) => !(name in fields))
    .map((field) => ({
      field,
      code: 'unknown',
      message: `is not a parameter; the parameters are ${Object.keys(fields).join(', ')}`,
    }));
  const numbers: Partial<Record<Field, number>> = {};
  for (const name of Object.keys(fields) as Field[]) {
    const text = query[name];
    const { required, highest, message } = fields[name];
    if (text === undefined && !required) continue;
    const number = typeof text === 'string' && /^\d{1,15}(\.\d{1,10})?$/.test(text) ? Number(text) : NaN;
    if (number <= highest) numbers[name] = number;
    else errors.push({ field: name, code: text === undefined ? 'missing' : 'number', message });
  }
  if (errors.length === 0) return numbers;
  throw problems.unprocessable(`Correct ${errors.map(({ field }) => field).join(', ')} and repeat the request.`, {
    type: 'invalid-fields',
    title: 'Invalid parameters',
    errors,
  });
}
