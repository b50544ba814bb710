import type { AttentionOwner } from '@baton/domain';
import { problems, Roles } from '@baton/service';
import { Body, Controller, Delete, Get, HttpCode, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { QuarantineOwnerRequest, QuarantineSourceRequest } from './quarantine-owners.request.ts';
import { SourceOwnersResponse } from './quarantine-owners.response.ts';
import { QuarantineOwners } from './quarantine-owners.ts';
import { QuarantineTickets } from './quarantine-tickets.ts';

@ApiTags('quarantine')
@Roles('marketer', 'ops', 'admin')
@Controller('quarantine-owners')
export class QuarantineOwnersController {
  readonly #owners: QuarantineOwners;
  readonly #tickets: QuarantineTickets;

  constructor(owners: QuarantineOwners, tickets: QuarantineTickets) {
    this.#owners = owners;
    this.#tickets = tickets;
  }

  @Get()
  @ApiOperation({
    summary: 'List the owners of quarantined messages by source',
    description: 'What the sources that are not listed have in quarantine belongs to the role marketer.',
  })
  @ApiResponse({ status: 200, type: SourceOwnersResponse })
  async list(): Promise<SourceOwnersResponse> {
    return { owners: await this.#owners.list() };
  }

  @Put()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Set the owner of what a source has in quarantine',
    description: 'A role or a person. An open ticket of the source moves to the new owner.',
  })
  @ApiResponse({ status: 204, description: 'The owner is set' })
  @ApiResponse({ status: 422, description: 'Not exactly one of role and personId, or the person may not review' })
  async set(@Body() { source, role, personId }: QuarantineOwnerRequest): Promise<void> {
    await this.#owners.set(source, ownerFrom(role, personId));
    this.#tickets.nudge();
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Give what a source has in quarantine to the role marketer again' })
  @ApiResponse({ status: 204, description: 'The owner is the role marketer' })
  async remove(@Query() { source }: QuarantineSourceRequest): Promise<void> {
    await this.#owners.remove(source);
    this.#tickets.nudge();
  }
}

/** @throws Problem 422 unless exactly one of them is given. */
function ownerFrom(role: QuarantineOwnerRequest['role'], personId: string | undefined): AttentionOwner {
  if (role !== undefined && personId === undefined) return { role };
  if (personId !== undefined && role === undefined) return { personId };
  throw problems.unprocessable('Give exactly one of role and personId.');
}
