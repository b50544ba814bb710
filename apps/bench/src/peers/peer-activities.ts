/** The task queue of all workflows that handoffs are compared with. */
export const PEER_TASK_QUEUE = 'bench-peers';

/** What the peers' workflows do outside of Temporal. */
export interface PeerActivities {
  writeRow(workflowId: string, version: number, body: unknown): Promise<void>;
}
