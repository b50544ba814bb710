export const openapi = {
  title: 'Baton reporting',
  description: 'All reports and the records of handoffs, as JSON and CSV.',
  tags: {
    reports: 'Returns, promises, losses, conversion and channels',
    record: 'Everything that happened in a handoff',
  },
};
