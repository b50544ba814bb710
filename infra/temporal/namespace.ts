/** The namespace of all services. */
export const temporalNamespace = (): string => process.env['TEMPORAL_NAMESPACE'] || 'default';
