export const openapi = {
  title: 'Baton reporting',
  description: 'All reports and the records of handoffs, as JSON and CSV.',
};
