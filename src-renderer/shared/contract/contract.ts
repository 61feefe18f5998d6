import type * as v from 'valibot'
import { backupMethods, type BackupEvents } from './backup.ts'
import { auditMethods } from './audit.ts'
import { consentMethods } from './consent.ts'
import { connectionMethods, type ConnectionEvents } from './connections.ts'
import { draftMethods } from './drafts.ts'
import { exportMethods, type ExportEvents } from './exports.ts'
import { keyringMethods } from './keyring.ts'
import { governanceMethods } from './governance.ts'
import { linkMethods, type LinkEvents } from './links.ts'
import { matchingMethods } from './matching.ts'
import { hostMethods, type HostEvents } from './host.ts'
import { clusterMethods, importMethods, type ClusterEvents, type ImportEvents } from './imports.ts'
import { settingMethods, type SettingEvents } from './settings.ts'
import { snapshotMethods, type SnapshotEvents } from './snapshots.ts'
import { policyMethods, type PolicyEvents } from './policies.ts'
import { measureMethods, type MeasureEvents } from './measures.ts'
import { publisherMethods } from './publishers.ts'
import { publishedMethods, type PublishedEvents } from './published.ts'
import { roleMethods } from './roles.ts'
import { shardMethods } from './shards.ts'
import { updateMethods, type UpdateEvents } from './updates.ts'
import { worklistMethods } from './worklist.ts'
import type { WireError } from '../app-error.ts'
import type { Need } from '../rights/right.ts'

/**
 * The control plane: every call and event that crosses between the page and the services.
 * Handler types derive from this table, so a missing or wrong handler does not compile.
 * Bytes never cross here: a call returns a same-origin URL, and a worker fetches it (the data plane).
 */

/** Every call: input, output, what the caller's role has to include, and what the audit log gets. */
export const methods = {
  ...backupMethods,
  ...clusterMethods,
  ...connectionMethods,
  ...exportMethods,
  ...draftMethods,
  ...keyringMethods,
  ...hostMethods,
  ...measureMethods,
  ...policyMethods,
  ...publishedMethods,
  ...publisherMethods,
  ...roleMethods,
  ...consentMethods,
  ...matchingMethods,
  ...worklistMethods,
  ...auditMethods,
  ...governanceMethods,
  ...linkMethods,
  ...importMethods,
  ...settingMethods,
  ...snapshotMethods,
  ...updateMethods,
  ...shardMethods
} as const

export type Methods = typeof methods
/** Name of a call, such as `worklist.add`. */
export type MethodName = keyof Methods
/** What a call is made with. */
export type Input<M extends MethodName> = v.InferInput<Methods[M]['input']>
/** What a call answers. */
export type Output<M extends MethodName> = v.InferOutput<Methods[M]['output']>

/** Events pushed to the page. */
export interface Events
  extends
    BackupEvents,
    ClusterEvents,
    ConnectionEvents,
    ExportEvents,
    HostEvents,
    ImportEvents,
    LinkEvents,
    MeasureEvents,
    PolicyEvents,
    PublishedEvents,
    SettingEvents,
    SnapshotEvents,
    UpdateEvents {
  /** Something was done about a gap: read the worklist on from where it was read to. */
  readonly 'worklist.changed': Record<string, never>
  /** Roles were assigned again, or became known: ask for `roles.mine` again. */
  readonly 'roles.changed': Record<string, never>
  /** Somebody decided about a definition, or there is a new version: ask for the list again. */
  readonly 'definitions.changed': Record<string, never>
}
/** Name of an event. */
export type EventName = keyof Events

/** Who calls; hosts fill it, handlers may log it. */
export interface Caller {
  readonly windowId: number
}

/** The services' side: one handler per method. */
export type Handlers = {
  readonly [M in MethodName]: (input: v.InferOutput<Methods[M]['input']>, caller: Caller) => Promise<Output<M>>
}

/** What the names of calls begin with. */
export type ServiceName = MethodName extends `${infer S}.${string}` ? S : never

/** The same by service: each has a handler for each of its calls, under the call's own name. */
export type ServiceHandlers = {
  readonly [S in ServiceName]: {
    readonly [M in MethodName as M extends `${S}.${infer Call}` ? Call : never]: Handlers[M]
  }
}

/** What a call with this input needs. @param input checked against the schema of the call */
export function needsOf<M extends MethodName>(name: M, input: Input<M>): readonly Need[] {
  const needs = methods[name].needs as Need | ((input: Input<M>) => readonly Need[])
  return typeof needs === 'function' ? needs(input) : [needs]
}

/** What comes back over the wire. */
export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }

/** The page's side of the control plane, the same in every host. */
export interface Transport {
  call<M extends MethodName>(name: M, input: Input<M>): Promise<Output<M>>
  /** @returns a function that unsubscribes */
  subscribe<E extends EventName>(name: E, listener: (value: Events[E]) => void): () => void
}
