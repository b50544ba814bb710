import { contactMethods, personRoles } from '@baton/domain';
import type { ContactMethod } from '@baton/domain';
import { CurrentCaller, problems, Roles, Scope } from '@baton/service';
import type { Caller } from '@baton/service';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseEnumPipe,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CorrectedContactResponse } from './corrected-contact.response.ts';
import { ErasureResponse } from './erasure.response.ts';
import { LeadContacts } from './lead-contacts.ts';
import { LeadTexts } from './lead-texts.ts';
import { LeadsQuery } from './leads.query.ts';
import { ContactRequest, LeadListRequest, TextRequest } from './leads.request.ts';
import { LeadListResponse, LeadResponse } from './leads.response.ts';
import { OptOutResponse } from './opt-out.response.ts';
import { PersonErasure } from './person-erasure.ts';
import { PersonOptOut } from './person-opt-out.ts';

const leadId = new ParseUUIDPipe({
  exceptionFactory: () => problems.badRequest('The lead id in the URL must be a UUID.', { type: 'invalid-lead-id' }),
});

const contactMethodEnum = Object.fromEntries(contactMethods.map((method) => [method, method]));
const unknownContactMethod = () =>
  problems.badRequest(`The contact method in the URL must be one of ${contactMethods.join(', ')}.`);

@ApiTags('leads')
@Controller('leads')
export class LeadsController {
  readonly #leads: LeadsQuery;
  readonly #texts: LeadTexts;
  readonly #contacts: LeadContacts;
  readonly #personErasure: PersonErasure;
  readonly #personOptOut: PersonOptOut;

  constructor(
    leads: LeadsQuery,
    texts: LeadTexts,
    contacts: LeadContacts,
    personErasure: PersonErasure,
    personOptOut: PersonOptOut,
  ) {
    this.#leads = leads;
    this.#texts = texts;
    this.#contacts = contacts;
    this.#personErasure = personErasure;
    this.#personOptOut = personOptOut;
  }

  @Get()
  @Roles('marketer', 'admin')
  @ApiOperation({ summary: 'List leads, newest first' })
  @ApiResponse({ status: 200, type: LeadListResponse })
  list(@Query() request: LeadListRequest): Promise<LeadListResponse> {
    return this.#leads.list(request);
  }

  @Get(':leadId')
  @Roles(...personRoles)
  @ApiOperation({
    summary: 'Get a lead with its person, signals, texts and status',
    description:
      'A person can read the leads that they own or have owned, a team lead those that the team has or has had.',
  })
  @ApiResponse({ status: 200, type: LeadResponse })
  @ApiResponse({ status: 404, description: 'The lead does not exist, or the caller may not read it' })
  get(@Param('leadId', leadId) id: string, @CurrentCaller() caller: Caller): Promise<LeadResponse> {
    return this.#leads.get(id, caller);
  }

  @Put(':leadId/texts/:textId')
  @HttpCode(204)
  @Roles('integration')
  @Scope('internal')
  @ApiOperation({
    summary: 'Store a text about the person',
    description: 'Texts are personal data, so the other services store only their ids. The same id replaces the text.',
  })
  @ApiResponse({ status: 204, description: 'The text is stored' })
  @ApiResponse({ status: 404, description: 'The lead does not exist, or its person has been erased' })
  async saveText(
    @Param('leadId', leadId) id: string,
    @Param('textId') textId: string,
    @Body() text: TextRequest,
  ): Promise<void> {
    if (textId.length > 200) throw problems.badRequest('The text id must have at most 200 characters.');
    await this.#texts.save(id, textId, text, new Date());
  }

  @Put(':leadId/contacts/:contactMethod')
  @Roles('integration')
  @Scope('internal')
  @ApiOperation({
    summary: 'Correct the phone or e-mail address of the person',
    description: 'Replaces the current one. Later submissions with the wrong one no longer belong to this lead.',
  })
  @ApiParam({ name: 'contactMethod', enum: contactMethods })
  @ApiResponse({ status: 200, description: 'The contact is stored', type: CorrectedContactResponse })
  @ApiResponse({ status: 404, description: 'The lead does not exist, or its person has been erased' })
  @ApiResponse({ status: 422, description: 'The value is not a phone number or e-mail address' })
  async correctContact(
    @Param('leadId', leadId) id: string,
    @Param('contactMethod', new ParseEnumPipe(contactMethodEnum, { exceptionFactory: unknownContactMethod }))
    contactMethod: ContactMethod,
    @Body() { value }: ContactRequest,
  ): Promise<CorrectedContactResponse> {
    return { zones: await this.#contacts.correct(id, contactMethod, value) };
  }

  @Post(':leadId/opt-out')
  @HttpCode(200)
  @Roles('marketer', 'admin', 'integration')
  @Scope('write-leads')
  @ApiOperation({
    summary: 'Record that the person behind a lead wants no more contact',
    description:
      'Works with and without a handoff; an open handoff is closed. All leads of the person are opted out. From then on only a direct signal (request, demo, inbound call, message) is answered; other signals are kept and start nothing. A later consent lifts it. Safe to repeat.',
  })
  @ApiResponse({ status: 200, type: OptOutResponse })
  @ApiResponse({ status: 404, description: 'The lead does not exist, or its person has been erased' })
  optOut(@Param('leadId', leadId) id: string, @CurrentCaller() caller: Caller): Promise<OptOutResponse> {
    return this.#personOptOut.optOut(id, caller.id, new Date());
  }

  @Delete(':leadId/person')
  @Roles('marketer', 'admin')
  @ApiOperation({
    summary: 'Erase the person behind a lead',
    description:
      'Deletes the name, phone numbers, e-mail addresses, texts, raw bodies and quarantined messages. Attributes and signals stay for the statistics. Other leads with the same e-mail address (unless it is a shared mailbox, and name and phone differ), or with the same phone and no other name, belong to the same person and are erased too; `likelyDuplicateLeadIds` names those to check. If the person returns later, they become a new lead. Safe to repeat.',
  })
  @ApiResponse({ status: 200, type: ErasureResponse })
  @ApiResponse({ status: 404, description: 'The lead does not exist' })
  erase(@Param('leadId', leadId) id: string, @CurrentCaller() caller: Caller): Promise<ErasureResponse> {
    return this.#personErasure.erase(id, caller.id, new Date());
  }
}
