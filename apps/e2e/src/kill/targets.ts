/** The processes that can be killed, by their names in `running.json`. */
export const services = ['intake', 'scoring', 'handoff', 'handoff worker', 'reporting'] as const;
export const engines = ['postgres', 'kafka', 'temporal'] as const;
export const targets = [...services, ...engines] as const;

export type ServiceName = (typeof services)[number];
export type EngineName = (typeof engines)[number];
export type Target = (typeof targets)[number];
