export const openapi = {
  title: 'Baton reporting',
  description: 'Answers every question of the reports, from the record of what happened. JSON and CSV.',
};
