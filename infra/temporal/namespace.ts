/** The namespace that the services are given, and that is prepared for them. */
export const temporalNamespace = (): string => process.env['TEMPORAL_NAMESPACE'] || 'default';
