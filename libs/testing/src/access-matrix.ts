import { allRoles, mayReadRecord } from '@baton/domain';
import type { RecordReader, Role } from '@baton/domain';
import { dependsOnCaller, OWN_TEAM, recordRelations, relationOf } from './record-relations.ts';
import type { RelationName } from './record-relations.ts';

/** A caller of the matrix, who has one role and is a member of one team. */
export interface MatrixCaller extends RecordReader {
  role: Role;
}

/** A record that a caller has a relation to. Its handoff is `handoff-<leadId>-1`. */
export interface MatrixRecord {
  leadId: string;
  relation: RelationName;
}

export interface MatrixRequest {
  method: string;
  url: string;
  payload?: object;
}

export interface MatrixResponse {
  status: number;
  text: string;
}

/** What a route asks about the record. Each route of the service needs an entry in the table of the matrix. */
export type RouteRule = {
  /** Fills in the path, for a record if the rule is about one. */
  url?: (record: MatrixRecord) => string;
  payload?: object;
} & (
  | { /** The role alone decides. */ asks: 'role' }
  | {
      /** One record: 404 for a caller who may not read it. */
      asks: 'record';
      /** Callers whom the route lets through although they may not read the record. */
      letsThrough?: (caller: MatrixCaller, record: MatrixRecord) => boolean;
    }
  | { /** A list, which leaves out the records that the caller may not read. */ asks: 'list' }
);

export interface MatrixRoute {
  method: string;
  path: string;
  roles: readonly Role[];
  /** What the key of an integration needs. */
  scope: string | undefined;
  isPublic: boolean;
}

export interface AccessMatrix {
  routes: readonly MatrixRoute[];
  /** The rule of each route that is not public, by method and path, such as `GET /handoffs/:handoffId`. */
  rules: Readonly<Record<string, RouteRule>>;
  records: readonly { leadId: string; relation: RelationName; callerId?: string }[];
  send: (caller: MatrixCaller, request: MatrixRequest, route: MatrixRoute) => Promise<MatrixResponse>;
}

/** One caller for each role of people and of integrations, all of the same team. */
export const matrixCallers: readonly MatrixCaller[] = allRoles.map((role) => ({
  id: role === 'integration' ? 'integration:matrix' : `the-${role}`,
  role,
  roles: [role],
  teamId: OWN_TEAM,
}));

/** The records that a matrix needs, with the person that each one is about. */
export const matrixRecordsNeeded = (): { relation: RelationName; callerId?: string }[] =>
  recordRelations.flatMap((relation): { relation: RelationName; callerId?: string }[] =>
    dependsOnCaller(relation) ? matrixCallers.map(({ id }) => ({ relation, callerId: id })) : [{ relation }],
  );

const SAMPLE_ID = '6088fe42-7b0e-4390-82d6-30a9b9c2289b';

/**
 * Sends every request of the matrix: each route, by a caller of each role, about a record of each relation.
 *
 * @returns a line for each response that is not what the route's roles and the rule about records say
 */
export async function accessViolations(matrix: AccessMatrix): Promise<string[]> {
  const routes = matrix.routes.filter(({ isPublic }) => !isPublic);
  const names = routes.map(nameOf);
  const violations = [
    ...names.filter((name) => !matrix.rules[name]).map((name) => `${name} has no rule in the access matrix`),
    ...Object.keys(matrix.rules)
      .filter((name) => !names.includes(name))
      .map((name) => `${name} has a rule and does not exist`),
  ];
  for (const route of routes) {
    const rule = matrix.rules[nameOf(route)];
    if (rule) for (const caller of matrixCallers) violations.push(...(await check(route, rule, caller, matrix)));
  }
  return violations;
}

const nameOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

async function check(
  route: MatrixRoute,
  rule: RouteRule,
  caller: MatrixCaller,
  { records, send }: AccessMatrix,
): Promise<string[]> {
  const hasRole = route.roles.includes(caller.role);
  const ownRecords = records.filter(({ callerId }) => callerId === undefined || callerId === caller.id);
  const [first] = ownRecords;
  if (!first) throw new Error('The access matrix has no records.');
  const violations: string[] = [];
  for (const record of rule.asks === 'role' || !hasRole ? [first] : ownRecords) {
    const url = rule.url?.(record) ?? route.path.replaceAll(/:\w+/g, SAMPLE_ID);
    const request = { method: route.method, url, ...(rule.payload && { payload: rule.payload }) };
    const response = await send(caller, request, route);
    const expected = hasRole ? expectedOf(rule, caller, record) : 'refused';
    const actual = answerOf(rule, record, response);
    if (actual === expected) continue;
    const about = rule.asks === 'role' ? '' : ` about a record: ${record.relation}`;
    violations.push(`${nameOf(route)} by ${caller.role}${about}: expected ${expected}, got ${actual}`);
  }
  return violations;
}

type Answer = 'refused' | 'hidden' | 'answered' | `status ${number}`;

function expectedOf(rule: RouteRule, caller: MatrixCaller, record: MatrixRecord): Answer {
  if (rule.asks === 'role') return 'answered';
  const isReadable = mayReadRecord(caller, relationOf(record.relation, caller.id));
  const passes = isReadable || (rule.asks === 'record' && (rule.letsThrough?.(caller, record) ?? false));
  return passes ? 'answered' : 'hidden';
}

/** To a command that a reader may not give, the service responds with another problem type. */
function answerOf(rule: RouteRule, record: MatrixRecord, { status, text }: MatrixResponse): Answer {
  if (status === 403 && /role-missing|scope-missing/.test(text)) return 'refused';
  // A caller whom the service does not know proves nothing either.
  if (status === 401 || status >= 500 || /person-unknown|person-inactive/.test(text)) return `status ${status}`;
  // A request whose form is wrong is refused before the question about the record, and proves nothing.
  if (rule.asks !== 'role' && status === 400) return 'status 400';
  if (rule.asks === 'record') return status === 404 ? 'hidden' : 'answered';
  if (rule.asks === 'list') return status === 200 && text.includes(record.leadId) ? 'answered' : 'hidden';
  return 'answered';
}
