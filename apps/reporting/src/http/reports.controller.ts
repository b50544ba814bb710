import { CurrentCaller } from '@baton/service';
import type { Caller } from '@baton/service';
import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Asked, AskedOverHttp } from './asked.ts';
import type { ReportName } from './catalogue.ts';
import { ReportRoute } from './describe.ts';
import { Reports } from './reports.service.ts';
import type { ReportAnswer } from './reports.service.ts';

type Answer = Promise<ReportAnswer | string>;

/** Every report over one set of parameters. A rep sees their own figures, a team lead the team's. */
@ApiTags('reports')
@Controller('reports')
export class ReportsController {
  readonly #reports: Reports;

  constructor(@Inject(Reports) reports: Reports) {
    this.#reports = reports;
  }

  @ReportRoute('returns')
  returns(@Asked() asked: AskedOverHttp, @CurrentCaller() caller: Caller): Answer {
    return this.#answer('returns', asked, caller);
  }

  @ReportRoute('promises')
  promises(@Asked() asked: AskedOverHttp, @CurrentCaller() caller: Caller): Answer {
    return this.#answer('promises', asked, caller);
  }

  @ReportRoute('lost')
  lost(@Asked() asked: AskedOverHttp, @CurrentCaller() caller: Caller): Answer {
    return this.#answer('lost', asked, caller);
  }

  @ReportRoute('passed-conversion')
  passedConversion(@Asked() asked: AskedOverHttp, @CurrentCaller() caller: Caller): Answer {
    return this.#answer('passed-conversion', asked, caller);
  }

  @ReportRoute('losses')
  losses(@Asked() asked: AskedOverHttp, @CurrentCaller() caller: Caller): Answer {
    return this.#answer('losses', asked, caller);
  }

  @ReportRoute('channels')
  channels(@Asked() asked: AskedOverHttp, @CurrentCaller() caller: Caller): Answer {
    return this.#answer('channels', asked, caller);
  }

  @ReportRoute('first-contact')
  firstContact(@Asked() asked: AskedOverHttp, @CurrentCaller() caller: Caller): Answer {
    return this.#answer('first-contact', asked, caller);
  }

  async #answer(name: ReportName, asked: AskedOverHttp, caller: Caller): Answer {
    const { answer, format, columns } = await this.#reports.answer(name, asked.query, caller);
    return asked.wantsCsv(format) ? asked.csv(name, answer.rows, columns) : answer;
  }
}
