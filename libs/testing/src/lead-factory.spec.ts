import { agreementPublished, leadCaptured, leadJudged } from '@baton/contracts';
import { durationMilliseconds } from '@baton/domain';
import { aPublishedAgreement, aShortAgreement } from './agreement-factory.ts';
import { aLeadCaptured, aLeadJudged, aLeadWithoutProfile, aSignal } from './lead-factory.ts';

describe('the factories', () => {
  it('the contracts accept what the factories create', () => {
    expect(leadCaptured.data.parse(aLeadCaptured())).toBeDefined();
    expect(leadJudged.data.parse(aLeadJudged())).toBeDefined();
    expect(agreementPublished.data.parse(aPublishedAgreement())).toBeDefined();
  });

  it('a judged lead is by default an MQL with its first handoff', () => {
    expect(aLeadJudged()).toMatchObject({ verdict: 'mql', handoffNumber: 1, askedCriteria: [] });
    const lead = aLeadWithoutProfile({ signals: [aSignal({ kind: 'content' })] });
    expect(aLeadJudged({ lead })).toMatchObject({ verdict: 'nurtured' });
    expect(aLeadJudged({ lead })).not.toHaveProperty('handoffNumber');
  });

  it('the promises of a short agreement break within seconds', () => {
    const { promises, sources } = aShortAgreement({ sources: ['simulation'], acceptance: 'PT0.5S' });
    expect(sources).toEqual(['simulation']);
    expect(durationMilliseconds(promises.acceptance.within)).toBe(500);
  });
});
