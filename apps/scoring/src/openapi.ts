export const openapi = {
  title: 'Baton scoring',
  description:
    'Judges each lead by the criteria of the agreement, scores it, and lists the leads that marketing nurtures.',
};
