import { allRoles } from '@baton/domain';
import type { Role } from '@baton/domain';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { DescribeResponse, shapes } from '../openapi/response-description.ts';
import { ApiKeys } from './api-keys.ts';
import type { ApiKeySummary } from './api-keys.ts';
import { CurrentCaller } from './caller.ts';
import type { Caller } from './caller.ts';
import { Roles } from './roles.ts';

export class CreateApiKeyRequest {
  @ApiProperty({ description: 'What the key is for', example: 'Landing page form' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  name!: string;

  @ApiProperty({ enum: allRoles, isArray: true, example: ['integration'] })
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(allRoles, { each: true })
  roles!: Role[];
}

const { text, moment } = shapes;
const apiKeyShape = {
  id: text,
  name: text,
  roles: shapes.listOf(shapes.oneOf(...allRoles)),
  createdBy: text,
  createdAt: moment,
  revokedAt: shapes.nullable(moment),
};

/** Admins create and revoke the API keys of integrations. */
@ApiTags('access')
@ApiBearerAuth()
@Roles('admin')
@Controller('api-keys')
export class ApiKeysController {
  readonly #keys: ApiKeys;

  constructor(@Inject(ApiKeys) keys: ApiKeys) {
    this.#keys = keys;
  }

  @Post()
  @ApiOperation({ summary: 'Create an API key. Only this response contains the key.' })
  @DescribeResponse(201, 'The new key', shapes.objectOf({ ...apiKeyShape, key: text }))
  create(@Body() body: CreateApiKeyRequest, @CurrentCaller() caller: Caller): Promise<ApiKeySummary & { key: string }> {
    return this.#keys.create(body.name, body.roles, caller.id, new Date());
  }

  @Get()
  @ApiOperation({ summary: 'List API keys, without their secrets' })
  @DescribeResponse(200, 'All keys, including revoked ones', shapes.listOf(shapes.objectOf(apiKeyShape)))
  list(): Promise<ApiKeySummary[]> {
    return this.#keys.list();
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke an API key. It stops working within seconds.' })
  @DescribeResponse(204, 'The key is revoked')
  revoke(@Param('id') id: string): Promise<void> {
    return this.#keys.revoke(id, new Date());
  }
}
