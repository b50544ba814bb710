/** The attributes that filter handoffs in the Temporal UI. */
export const searchAttributes = {
  BatonStage: 'Keyword',
  BatonOwner: 'Keyword',
  BatonTeam: 'Keyword',
  BatonChannel: 'Keyword',
  BatonNextDue: 'Datetime',
  BatonBrokenPromises: 'KeywordList',
  BatonAgreementVersion: 'Int',
} as const;
