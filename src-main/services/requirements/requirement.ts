import type { RequirementResult, RequirementVerdict } from '#shared/requirements/requirement-report.ts'
import type { AuthMethod, ConnectionSettings, ExportLevel } from '#shared/connections/connection-settings.ts'
import type { Discovery } from '../../auth/smart-configuration.ts'
import type { TokenReplyFacts } from '../../auth/token-request.ts'
import type { ProtocolFacts } from '../../bulk/protocol/protocol-facts.ts'
import type { SeenExport } from '../connections/compatibility.ts'

/** What a client has seen of a server. */
export interface Observed {
  readonly base: string
  readonly auth: AuthMethod
  readonly mode: ConnectionSettings['mode']
  readonly level: ExportLevel
  readonly discovery: Discovery
  /** Of the test sign-in; `undefined` where none was sent. */
  readonly token: TokenReplyFacts | undefined
  /** Exports of this server, newest first. */
  readonly exports: readonly SeenExport[]
}

/** What was found out about a requirement, in words. */
export interface RequirementFinding {
  readonly verdict: RequirementVerdict
  readonly evidence: string
}

/** A requirement of a specification, as Inferno's requirement sets number it. */
export interface Requirement extends Pick<RequirementResult, 'source' | 'level' | 'title'> {
  /** Its number in the set of its specification; absent where the set has none. */
  readonly number?: number
  /** Numbers of Inferno's tests, by level where every level has its own. */
  readonly tests?: readonly string[] | ((level: ExportLevel) => string)
  readonly judge: (observed: Observed) => RequirementFinding
}

/** @param isMet `undefined` when it was not observed */
export function found(isMet: boolean | undefined, evidence: string): RequirementFinding {
  return { verdict: isMet === undefined ? 'not-observed' : isMet ? 'met' : 'not-met', evidence }
}

/** It does not concern this connection. */
export function notApplicable(evidence: string): RequirementFinding {
  return { verdict: 'not-applicable', evidence }
}

/** The newest facts of one kind that an export saw. */
export function newest<K extends keyof ProtocolFacts>(
  exports: readonly SeenExport[],
  kind: K
): ProtocolFacts[K] | undefined {
  return exports.find(({ protocol }) => protocol?.[kind] !== undefined)?.protocol?.[kind]
}
