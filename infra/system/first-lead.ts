/** The lead that the README and the overview send first. */
export const firstLead = {
  name: 'Vera Example',
  source: 'website',
  email: 'vera@example.com',
  company: { name: 'Example Dental', domain: 'example.com', industry: 'healthcare', employees: 40 },
  role: 'owner',
  channel: 'website',
  signal: 'request',
  message: 'Please call me about a demo.',
};
