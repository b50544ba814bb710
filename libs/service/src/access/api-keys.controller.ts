import { allRoles } from '@baton/domain';
import type { Role } from '@baton/domain';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { Answers, shapes } from '../openapi/answers.ts';
import { ApiKeys } from './api-keys.ts';
import type { ApiKeyDescription } from './api-keys.ts';
import { CurrentCaller } from './caller.ts';
import type { Caller } from './caller.ts';
import { Roles } from './roles.ts';

export class NewApiKey {
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
const description = {
  ...{ id: text, name: text, roles: shapes.listOf(shapes.oneOf(...allRoles)), createdBy: text, createdAt: moment },
  revokedAt: shapes.orNull(moment),
};

/** Admins hand out and take back the keys of integrations. */
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
  @ApiOperation({ summary: 'Make an API key; it is shown in this answer only' })
  @Answers(201, 'The key, which is not shown again', shapes.objectOf({ ...description, key: text }))
  create(@Body() body: NewApiKey, @CurrentCaller() caller: Caller): Promise<ApiKeyDescription & { key: string }> {
    return this.#keys.create(body.name, body.roles, caller.id, new Date());
  }

  @Get()
  @ApiOperation({ summary: 'All API keys, without the keys themselves' })
  @Answers(200, 'The keys, also those that were revoked', shapes.listOf(shapes.objectOf(description)))
  list(): Promise<ApiKeyDescription[]> {
    return this.#keys.list();
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke an API key; it stops working within seconds' })
  @Answers(204, 'It is revoked')
  revoke(@Param('id') id: string): Promise<void> {
    return this.#keys.revoke(id, new Date());
  }
}
