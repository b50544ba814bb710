export const openapi = {
  title: 'Baton scoring',
  description:
    'Judges each lead by the criteria of the agreement, scores it, and lists the leads that marketing nurtures.',
  tags: {
    judgements: 'How each lead was judged, and what a draft of the agreement would say',
    'nurtured leads': 'Leads that marketing nurtures, and their reviews',
    agreements: 'The versions of the agreement that this service has received',
  },
};
