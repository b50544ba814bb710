import { CurrentCaller, DescribeResponse, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Integrations } from './integrations.ts';
import { IntegrationRequest, KeyRequest, RotateKeyRequest } from './integrations.request.ts';
import { integrationSchema, integrationsSchema, newKeySchema } from './integrations.response.ts';
import type { IntegrationResponse, NewKeyResponse } from './integrations.response.ts';

/** Admins create integrations, and the keys with which they call every service. */
@ApiTags('integrations')
@Roles('admin')
@Controller('integrations')
export class IntegrationsController {
  readonly #integrations: Integrations;

  constructor(integrations: Integrations) {
    this.#integrations = integrations;
  }

  @Get()
  @ApiOperation({ summary: 'List integrations with their keys and when each was last used. Secrets are not stored' })
  @DescribeResponse(200, 'The integrations', integrationsSchema)
  async list(): Promise<{ integrations: IntegrationResponse[] }> {
    return { integrations: await this.#integrations.list(new Date()) };
  }

  @Post()
  @ApiOperation({ summary: 'Create an integration' })
  @DescribeResponse(201, 'The integration, without keys', integrationSchema)
  @DescribeResponse(409, 'The id is taken')
  create(@Body() body: IntegrationRequest, @CurrentCaller() caller: Caller): Promise<IntegrationResponse> {
    return this.#integrations.create(body, caller.id, new Date());
  }

  @Post(':integrationId/keys')
  @ApiOperation({
    summary: 'Create a key, or register a public key. Only this response contains the secret',
    description:
      'A key works in every service within seconds. It has scopes instead of roles, and never the rights of an admin. At most two keys of an integration are valid at a time.',
  })
  @DescribeResponse(201, 'The key with its secret', newKeySchema)
  @DescribeResponse(409, 'The integration has two valid keys')
  createKey(
    @Param('integrationId') integrationId: string,
    @Body() body: KeyRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<NewKeyResponse> {
    return this.#integrations.createKey(integrationId, body, caller.id, new Date());
  }

  @Post(':integrationId/keys/:keyId/rotate')
  @ApiOperation({
    summary: 'Create a key that may do what this one may. This one works until it is revoked or expires',
  })
  @DescribeResponse(201, 'The new key with its secret', newKeySchema)
  @DescribeResponse(409, 'The integration has two valid keys')
  rotateKey(
    @Param('integrationId') integrationId: string,
    @Param('keyId') keyId: string,
    @Body() body: RotateKeyRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<NewKeyResponse> {
    return this.#integrations.rotateKey(integrationId, keyId, body, caller.id, new Date());
  }

  @Delete(':integrationId/keys/:keyId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a key. It stops working in every service within ten seconds' })
  @DescribeResponse(204, 'The key is revoked')
  async revokeKey(
    @Param('integrationId') integrationId: string,
    @Param('keyId') keyId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.#integrations.revokeKey(integrationId, keyId, caller.id, new Date());
  }
}
