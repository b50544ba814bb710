export const openapi = {
  title: 'Baton scoring',
  description: "Judges each lead by the agreement's criteria, scores it, and keeps what is not ready in view.",
};
