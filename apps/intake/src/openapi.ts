export const openapi = {
  title: 'Baton intake',
  description:
    'Takes leads from forms, webhooks, files and Kafka, and captures each one once. The only service that holds personal data.',
};
