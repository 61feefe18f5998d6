import type { AuditFacts } from '#shared/contract/audit-facts.ts'
import type { EventName, Events } from '#shared/contract/contract.ts'
import type { AppInfo } from '#shared/contract/host.ts'
import type { AuditAction } from '#shared/audit-action.ts'
import type { SinkAddress, SinkProblem } from '#shared/audit-sink.ts'
import type { EffectivePolicies } from '#shared/policy/effective-policies.ts'
import type { PolicyName, PolicyValue } from '#shared/policy/policies.ts'
import type { Settings } from '#shared/settings-schema.ts'

export type { AuditFacts }

/** What the organization that manages this computer has decided. */
export interface PolicyPort {
  /** All policies in force, with where they are from and what is wrong with them. */
  current(): EffectivePolicies
  /** The value in force of one policy; `undefined` where there is no rule. */
  value<N extends PolicyName>(name: N): PolicyValue<N>
  /** Reads them again. @returns whether anything changed */
  reload(): boolean
  /**
   * Another text when the files that they are read from were changed, found without reading them. Absent, or `undefined`, where
   * only reading them tells.
   */
  mark?(): string | undefined
}

/** Where settings live: one JSON file, which several processes may use at once. */
export interface SettingsPort {
  /** What was stored, unchecked; an empty object on a fresh installation or after damage. */
  read(): unknown
  /**
   * Changes what is stored; no other process comes in between.
   * @param merge makes what is stored next from what is stored at this moment, unchecked
   * @returns what is stored now, safely
   */
  update(merge: (stored: unknown) => Partial<Settings>): Promise<Partial<Settings>>
  /** Called when another process changed them. @returns a function that unsubscribes */
  onChange?(listener: () => void): () => void
}

/** Folders of this installation. */
export interface PathsPort {
  /** Writable application data folder. */
  readonly data: string
  /** Read-only folder with views, registries and icons. */
  readonly resources: string
  /** Read-only folder with the built page. */
  readonly page: string
  /** The program's own file, to be started again as a thread. */
  readonly threads: string
}

/** Native file dialogs. */
export interface DialogsPort {
  /**
   * @param what `backup` opens one, `new-backup` is the name for a new one
   * @returns absolute paths, or `undefined` when cancelled
   */
  choose(what: 'folder' | 'files' | 'backup' | 'new-backup'): Promise<readonly string[] | undefined>
}

/** Makes PDF files of what a window has for paper. */
export interface PrinterPort {
  /** @throws AppError `internal` (retryable) when the page could not be printed */
  pdf(windowId: number): Promise<Uint8Array<ArrayBuffer>>
}

/** Progress in the taskbar or dock. */
export interface ProgressPort {
  show(fraction: number | undefined): void
}

/** The operating system's store of secrets: keychain, DPAPI, secret service. */
export interface SecretsPort {
  /** Whether it protects now; false where it would only obscure (Linux without a secret service) or is not there. */
  isSafe(): Promise<boolean>
  /** Name of what protects, e.g. `keychain` or `gnome_libsecret`; stored next to what was sealed. */
  backend(): string
  seal(secret: string): Promise<Uint8Array>
  /** @returns the secret, and whether it should be sealed again because the system has a newer key */
  open(sealed: Uint8Array): Promise<{ readonly secret: string; readonly stale: boolean }>
}

/** The question of the operating system whether the owner of the computer is there. */
export interface OwnerPort {
  /** Whether it can be asked now: there is a sensor, it is set up, and it is within reach. */
  canAsk(): Promise<boolean>
  /** @param reason completes "Populus is trying to …" @returns whether the owner confirmed */
  confirm(reason: string): Promise<boolean>
}

/** What time it is. */
export interface ClockPort {
  /** Milliseconds since 1970 UTC. */
  now(): number
}

/** Milliseconds since some moment in the past. Unlike the clock it never goes back, whoever sets the clock. */
export type Elapsed = () => number

/** Randomness from the operating system. */
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

/** What is written about one action. */
export interface AuditEntry {
  readonly action: AuditAction
  /** `intent`: it is about to happen. What has an effect is announced before, and its outcome recorded after. */
  readonly outcome: 'intent' | 'success' | 'failure'
  /** Sequence number of the record that announced this action. */
  readonly intent?: number
  readonly facts: AuditFacts
}

/** Where audit entries go. */
export interface AuditPort {
  /**
   * Stores an entry; it is on the disk when the sequence number of its record comes back.
   * @throws AppError `not-allowed` when the entry could not be stored; the action must then not be done or answered
   */
  record(entry: AuditEntry): Promise<number>
  /** A keyed name for a person; undefined while there is no key to make one with. */
  pseudonym(id: string): Promise<string | undefined>
}

/** One HTTP request, sent as it is. */
export interface NetRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Absolute `https:` address; `http:` only where the caller has decided that it may. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds without any byte after which the request fails; default two minutes. */
  readonly idleMs?: number
  readonly signal?: AbortSignal
}

/** An answer whose body has not been read yet. */
export interface NetResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /**
   * The bytes as they were sent, still compressed. A body that ends before its announced end throws. Each piece belongs to
   * its reader, who may free its memory.
   */
  readonly body: AsyncIterable<Uint8Array>
  /** Gives up the rest of the body. */
  close(): void
}

/** The network. Follows no redirect, keeps no cookies, decodes nothing. */
export interface NetPort {
  /** @throws AppError `network` (retryable) when no answer came, `cancelled` */
  send(request: NetRequest): Promise<NetResponse>
}

/** A command of this program that runs as a process of its own. */
export interface RunningCommand {
  /** Its exit code, undefined where it could not be started or was ended; and the last line that it said on standard error. */
  readonly ended: Promise<{ readonly code: number | undefined; readonly problem: string }>
  /** Ends it with all that it started. */
  stop(): void
}

/** Starts commands of this program (`populus …`). */
export interface CommandsPort {
  /** @param words without `populus` */
  start(words: readonly string[]): RunningCommand
}

/** Servers that take log messages as syslog over TLS. */
export interface CollectorPort {
  /**
   * Sends octet-counted messages over a connection of their own.
   * @param authorities PEM certificates that vouch for the server; those that this computer trusts where it is empty
   * @returns what went wrong; undefined when the server has read everything
   * @throws AppError `invalid-input` when the client certificate cannot be used
   */
  send(to: SinkAddress, bytes: Uint8Array, authorities: string): Promise<SinkProblem | undefined>
}

/** A request to a server of our own on the loopback address. */
export interface WebRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
}

/** What a server of our own answers. */
export interface WebResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A stream that throws breaks the connection in the middle of the body. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>
}

/** A server without a socket. */
export type WebHandler = (request: WebRequest) => Promise<WebResponse>

/** A server of our own that is running. */
export interface WebServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  /** Takes no further requests, and resolves when those that came are answered. */
  finish(): Promise<void>
  /** Ends at once, in the middle of answers too. */
  close(): Promise<void>
}

/** What the computer says about itself now. `undefined`: it does not say. */
export interface PowerPort {
  onBattery(): boolean | undefined
  onMetered(): boolean | undefined
  /** There is no network at all. */
  isOffline?(): boolean
  /** Called when the computer wakes up. @returns a function that unsubscribes */
  onResume(listener: () => void): () => void
  /** Called when the computer goes to sleep, its screen is locked or another user takes over, where that is known. @returns unsubscribes */
  onAway?(listener: () => void): () => void
}

/** What the desktop starts when the user signs in to the computer. */
export interface LoginItemPort {
  /** Adds the program to these items, or removes it. */
  set(enabled: boolean): void
  /** Whether the desktop started the program so; its window then stays closed. */
  startedBy(argv: readonly string[]): boolean
}

/** Says something on the desktop. Never anything about people. */
export interface NotifierPort {
  notify(title: string, body: string): void
}

/** The browser of the user. */
export interface BrowserPort {
  /** Opens a page. @returns whether that could be begun */
  open(address: string): Promise<boolean>
  /** Whether the answer of a page comes back by the scheme `populus:`. */
  readonly takesScheme: boolean
}

/** Everything the services need from the machine. Services import this file and never a host. */
export interface Host {
  readonly kind: AppInfo['host']
  readonly version: string
  readonly platform: string
  readonly headless: boolean
  readonly settings: SettingsPort
  readonly policies: PolicyPort
  readonly paths: PathsPort
  readonly dialogs: DialogsPort | undefined
  readonly progress: ProgressPort
  /** Absent where a browser prints. */
  readonly printer?: PrinterPort
  /** `undefined` where there is none; a passphrase protects what is kept then. */
  readonly secrets: SecretsPort | undefined
  /** Absent where the operating system offers no such question to programs like this one. */
  readonly owner?: OwnerPort
  readonly net: NetPort
  readonly collector: CollectorPort
  /** Absent where this host cannot start commands. */
  readonly commands?: CommandsPort
  /** A fresh address that lets one more page in; absent where windows are the host's own. */
  readonly newPageAddress?: () => string
  /** Serves a handler on 127.0.0.1 and nowhere else. */
  readonly serve: (handler: WebHandler) => Promise<WebServer>
  /** What opens pages outside the program; absent where a page of ours does, or nobody is there. */
  readonly browser?: BrowserPort
  readonly power: PowerPort
  readonly notifier: NotifierPort
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly log: LogPort
  /** Pushes an event to every window. */
  emit<E extends EventName>(name: E, value: Events[E]): void
}
