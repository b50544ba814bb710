import { agreementPublished, leadCaptured, leadJudged } from '@baton/contracts';
import { durationMilliseconds } from '@baton/domain';
import { aPublishedAgreement, aShortAgreement } from './agreement-factory.ts';
import { aCapturedLead, aJudgedLead, anUnknownLead, aSignal } from './lead-factory.ts';

describe('the factories', () => {
  it('make what the contracts accept', () => {
    expect(leadCaptured.data.parse(aCapturedLead())).toBeDefined();
    expect(leadJudged.data.parse(aJudgedLead())).toBeDefined();
    expect(agreementPublished.data.parse(aPublishedAgreement())).toBeDefined();
  });

  it('make an MQL with a handoff of its own, unless told otherwise', () => {
    expect(aJudgedLead()).toMatchObject({ verdict: 'mql', handoffNumber: 1, asked: [] });
    const lead = anUnknownLead({ signals: [aSignal({ kind: 'content' })] });
    expect(aJudgedLead({ lead })).toMatchObject({ verdict: 'nurtured' });
    expect(aJudgedLead({ lead })).not.toHaveProperty('handoffNumber');
  });

  it('make agreements whose promises break within seconds', () => {
    const { promises, sources } = aShortAgreement({ sources: ['simulation'], acceptance: 'PT0.5S' });
    expect(sources).toEqual(['simulation']);
    expect(durationMilliseconds(promises.acceptance.within)).toBe(500);
  });
});
