import { CurrentCaller } from '@baton/service';
import type { Caller } from '@baton/service';
import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Negotiated, NegotiatedRequest } from './content-negotiation.ts';
import type { ReportName } from './report-definitions.ts';
import { ReportRoute } from './report-route.ts';
import { ReportsService } from './reports.service.ts';
import type { ReportResponse } from './report.response.ts';

type ReportBody = Promise<ReportResponse | string>;

/** All reports. A rep sees their own figures, a team lead those of the team. */
@ApiTags('reports')
@Controller('reports')
export class ReportsController {
  readonly #reports: ReportsService;

  constructor(@Inject(ReportsService) reports: ReportsService) {
    this.#reports = reports;
  }

  @ReportRoute('returns')
  returns(@Negotiated() request: NegotiatedRequest, @CurrentCaller() caller: Caller): ReportBody {
    return this.#respond('returns', request, caller);
  }

  @ReportRoute('promises')
  promises(@Negotiated() request: NegotiatedRequest, @CurrentCaller() caller: Caller): ReportBody {
    return this.#respond('promises', request, caller);
  }

  @ReportRoute('lost')
  lost(@Negotiated() request: NegotiatedRequest, @CurrentCaller() caller: Caller): ReportBody {
    return this.#respond('lost', request, caller);
  }

  @ReportRoute('passed-conversion')
  passedConversion(@Negotiated() request: NegotiatedRequest, @CurrentCaller() caller: Caller): ReportBody {
    return this.#respond('passed-conversion', request, caller);
  }

  @ReportRoute('losses')
  losses(@Negotiated() request: NegotiatedRequest, @CurrentCaller() caller: Caller): ReportBody {
    return this.#respond('losses', request, caller);
  }

  @ReportRoute('channels')
  channels(@Negotiated() request: NegotiatedRequest, @CurrentCaller() caller: Caller): ReportBody {
    return this.#respond('channels', request, caller);
  }

  @ReportRoute('first-contact')
  firstContact(@Negotiated() request: NegotiatedRequest, @CurrentCaller() caller: Caller): ReportBody {
    return this.#respond('first-contact', request, caller);
  }

  async #respond(name: ReportName, request: NegotiatedRequest, caller: Caller): ReportBody {
    const { response, format, columns } = await this.#reports.run(name, request.query, caller);
    return request.wantsCsv(format) ? request.csv(name, response.rows, columns) : response;
  }
}
