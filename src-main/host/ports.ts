import type { AppInfo, AuditAction, EventName, Events } from '#shared/contract.ts'
import type { Settings } from '#shared/settings-schema.ts'

/** Where settings live: electron-store in Electron, one JSON file in the loopback host. */
export interface SettingsPort {
  /** What was stored, unchecked; an empty object on a fresh installation or after damage. */
  read(): unknown
  /** Resolves when the settings are safely stored. */
  write(settings: Settings): Promise<void>
}

/** Folders of this installation. */
export interface PathsPort {
  /** Writable application data folder. */
  readonly data: string
  /** Read-only folder with views, registries and icons. */
  readonly resources: string
  /** Read-only folder with the built page. */
  readonly page: string
}

/** Native file dialogs. */
export interface DialogsPort {
  /** @returns absolute paths, or `undefined` when cancelled */
  choose(what: 'folder' | 'files'): Promise<readonly string[] | undefined>
}

/** Progress in the taskbar or dock. */
export interface ProgressPort {
  show(fraction: number | undefined): void
}

export interface ClockPort {
  /** Milliseconds since 1970 UTC. */
  now(): number
}

export interface RandomPort {
  /** Unguessable, URL-safe text with `bytes` bytes of entropy. */
  token(bytes: number): string
}

/** The redacting log: an event name from the code and plain facts; never names, identifiers, paths or messages of foreign errors. */
export interface LogPort {
  write(
    level: 'info' | 'warn' | 'error',
    event: string,
    facts?: Readonly<Record<string, string | number | boolean>>
  ): void
}

/** Counts and closed words about an action: never names, notes, paths or identifiers. */
export type AuditFacts = Readonly<Record<string, string | number | boolean>>

/** What is written about one action. */
export interface AuditEntry {
  readonly action: AuditAction
  readonly outcome: 'success' | 'failure'
  readonly facts: AuditFacts
}

/** Where audit entries go. Rejects when the entry could not be stored; the action must then not be answered. */
export interface AuditPort {
  record(entry: AuditEntry): Promise<void>
}

/** Everything the services need from the machine. Services import this file and never a host. */
export interface Host {
  readonly kind: AppInfo['host']
  readonly version: string
  readonly platform: string
  readonly headless: boolean
  readonly settings: SettingsPort
  readonly paths: PathsPort
  readonly dialogs: DialogsPort | undefined
  readonly progress: ProgressPort
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly log: LogPort
  /** Pushes an event to every window. */
  emit<E extends EventName>(name: E, value: Events[E]): void
}
