export const openapi = {
  title: 'Baton intake',
  description:
    'Takes leads from forms, webhooks, files and Kafka, and captures each one once. The only service that holds personal data.',
  tags: {
    leads: 'Submitting leads, reading them with their persons, and erasing a person',
    quarantine: 'Messages from Kafka that could not become leads, until someone reviews them',
    'refused bodies': 'The retention of bodies that were refused',
  },
};
