import type { NewKeyAlgorithm } from '#shared/connections/connection-keys.ts'
import { SvelteMap } from 'svelte/reactivity'
import { toWireError } from '#shared/app-error.ts'
import type { CapabilityReport, Discovered, ScopeNeed } from '#shared/connections/server-report.ts'
import type { Connection } from '#shared/connections/connection.ts'
import type { ConnectionSettings, SwitchChanges } from '#shared/connections/connection-settings.ts'
import type { VendorEntry } from '#shared/connections/vendor-entry.ts'
import type { ReportFileFormat, RequirementReport } from '#shared/requirements/requirement-report.ts'
import type { Output, Transport } from '#shared/contract/contract.ts'
import type { Schedule, ScheduleState } from '#shared/schedule.ts'
import { isLoopback } from './loopback-address.ts'
import type { Snapshots } from '../session/snapshots.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

/** Dependencies of {@link Connections}. */
export interface ConnectionsDependencies {
  readonly transport: Transport
  readonly toasts: Toasts
  readonly snapshots: Pick<Snapshots, 'unlock'>
}

/**
 * The connections to FHIR servers. Methods throw the services' errors, so that a form can show them where they belong.
 * Secrets and private keys go through once and are never held.
 */
export class Connections {
  readonly #dependencies: ConnectionsDependencies
  #list = $state.raw<readonly Connection[]>([])
  #vendors = $state.raw<readonly VendorEntry[]>([])
  #needs = $state.raw<readonly ScopeNeed[]>([])
  readonly #schedules = new SvelteMap<string, ScheduleState>()
  #read = $state(false)
  #askedAt = $state<number | undefined>()

  constructor(dependencies: ConnectionsDependencies) {
    this.#dependencies = dependencies
    dependencies.transport.subscribe('connections.changed', () => void this.refresh())
  }

  /** In the order of the services. */
  get list(): readonly Connection[] {
    return this.#list
  }

  /** The list has been read; before that an empty one means nothing. */
  get read(): boolean {
    return this.#read
  }

  /** When a server was asked something by hand for the last time, in milliseconds since 1970. */
  get askedAt(): number | undefined {
    return this.#askedAt
  }

  /** Every vendor profile. */
  get vendors(): readonly VendorEntry[] {
    return this.#vendors
  }

  /** Which types are needed by whom. */
  get needs(): readonly ScopeNeed[] {
    return this.#needs
  }

  /** When a connection exports next by itself, in milliseconds since 1970. */
  nextRun(id: string): number | undefined {
    return this.#schedules.get(id)?.next[0]
  }

  /** The schedule of a connection as it was read last. */
  scheduleOf(id: string): ScheduleState | undefined {
    return this.#schedules.get(id)
  }

  /** The connection to a server. @param base its address, without a slash at the end */
  ofServer(base: string | undefined): Connection | undefined {
    if (base === undefined) return undefined
    return this.#list.find(({ settings }) => settings.base.replace(/\/+$/, '') === base)
  }

  find(id: string | undefined): Connection | undefined {
    return this.#list.find((connection) => connection.id === id)
  }

  vendor(id: string): VendorEntry | undefined {
    return this.#vendors.find((vendor) => vendor.id === id)
  }

  /** Asks for the list again; a failure is said in a toast. */
  async refresh(): Promise<void> {
    try {
      const { transport } = this.#dependencies
      const list = await transport.call('connections.list', undefined)
      const schedules = await Promise.all(
        list
          .filter(({ kind }) => kind === 'server')
          .map(async ({ id }) => [id, await transport.call('schedule.get', { connection: id })] as const)
      )
      this.#list = list
      for (const [id, state] of schedules) this.#schedules.set(id, state)
      this.#read = true
    } catch (error) {
      this.#dependencies.toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }

  /** Reads vendor profiles and the registry of needs, which the screens of a connection show. */
  async readFacts(): Promise<void> {
    if (this.#vendors.length > 0) return
    try {
      const [vendors, needs] = await Promise.all([
        this.#dependencies.transport.call('vendors.list', undefined),
        this.#dependencies.transport.call('connections.needs', undefined)
      ])
      this.#vendors = vendors
      this.#needs = needs
    } catch (error) {
      this.#dependencies.toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }

  discover(base: string, allowHttpLoopback: boolean): Promise<Discovered> {
    this.#asks(base)
    return this.#dependencies.transport.call('connections.discover', { base, allowHttpLoopback })
  }

  /**
   * Saves the settings of a new connection, or what was changed in those of an existing one.
   * @param before what the form started from; what another window changed meanwhile stays
   * @returns `undefined` when the passphrase was not given
   */
  async save(
    id: string | undefined,
    settings: ConnectionSettings,
    before?: ConnectionSettings
  ): Promise<Connection | undefined> {
    if (id === undefined) return this.#put(await this.#dependencies.transport.call('connections.create', settings))
    const change = before === undefined ? { id, settings } : { id, settings, before }
    return this.#unlockedFor(id, async () =>
      this.#put(await this.#dependencies.transport.call('connections.change', change))
    )
  }

  /** Takes over settings that were changed outside Populus. */
  async confirm(id: string, digest: string): Promise<Connection> {
    return this.#put(await this.#dependencies.transport.call('connections.confirm', { id, digest }))
  }

  async delete(id: string): Promise<void> {
    await this.#dependencies.transport.call('connections.delete', { id })
    this.#list = this.#list.filter((connection) => connection.id !== id)
  }

  /** Stores a client secret or a token. @returns `undefined` when the passphrase was not given */
  setSecret(id: string, secret: string): Promise<Connection | undefined> {
    return this.#sealed(() => this.#dependencies.transport.call('connections.setSecret', { id, secret }))
  }

  /** @returns `undefined` when the passphrase was not given */
  makeKey(id: string, algorithm: NewKeyAlgorithm): Promise<Connection | undefined> {
    return this.#sealed(() => this.#dependencies.transport.call('connections.makeKey', { id, algorithm }))
  }

  /** @returns `undefined` when the passphrase was not given */
  importKey(id: string, text: string): Promise<Connection | undefined> {
    return this.#sealed(() => this.#dependencies.transport.call('connections.importKey', { id, text }))
  }

  /** Lets the other key sign from now on. @param overlapDays after them the key that signed until now is withdrawn */
  useKey(id: string, kid: string, overlapDays?: number): Promise<Connection | undefined> {
    return this.#sealed(() => this.#dependencies.transport.call('connections.useKey', { id, kid, overlapDays }))
  }

  /** Destroys the private half of a key at once. */
  revokeKey(id: string, kid: string): Promise<Connection | undefined> {
    return this.#sealed(() => this.#dependencies.transport.call('connections.revokeKey', { id, kid }))
  }

  removeKey(id: string, kid: string): Promise<Connection | undefined> {
    return this.#sealed(() => this.#dependencies.transport.call('connections.removeKey', { id, kid }))
  }

  publicJwks(id: string): Promise<Output<'connections.publicJwks'>> {
    return this.#dependencies.transport.call('connections.publicJwks', { id })
  }

  checkJwks(id: string, url: string): Promise<Output<'connections.checkJwks'>> {
    this.#asks(url)
    return this.#dependencies.transport.call('connections.checkJwks', { id, url })
  }

  /**
   * Begins a sign-in by a person. Whoever has nothing stored yet makes a passphrase first, which seals the tokens.
   * @returns whether the browser was opened; `undefined` when the passphrase was not given
   */
  beginSignIn(id: string): Promise<Output<'connections.beginSignIn'> | undefined> {
    this.#asks(this.find(id)?.settings.base)
    return this.#unlocked(() => this.#dependencies.transport.call('connections.beginSignIn', { id }))
  }

  async cancelSignIn(id: string): Promise<Connection> {
    return this.#put(await this.#dependencies.transport.call('connections.cancelSignIn', { id }))
  }

  /** @returns how the server took it, as a sentence; `undefined` when the passphrase was not given */
  signOut(id: string): Promise<string | undefined> {
    this.#asks(this.find(id)?.settings.base)
    return this.#unlocked(async () => {
      const { connection, text } = await this.#dependencies.transport.call('connections.signOut', { id })
      this.#put(connection)
      return text
    })
  }

  /** Signs in for a test and looks at what there is. @returns `undefined` when the passphrase was not given */
  report(id: string): Promise<CapabilityReport | undefined> {
    this.#asks(this.find(id)?.settings.base)
    return this.#unlocked(() => this.#dependencies.transport.call('connections.report', { id }))
  }

  /** @returns `undefined` when the passphrase was not given */
  groups(id: string, search: string): Promise<Output<'connections.groups'> | undefined> {
    const request = search === '' ? { id } : { id, search }
    this.#asks(this.find(id)?.settings.base)
    return this.#unlocked(() => this.#dependencies.transport.call('connections.groups', request))
  }

  compatibility(id: string): Promise<Output<'connections.compatibility'>> {
    this.#asks(this.find(id)?.settings.base)
    return this.#dependencies.transport.call('connections.compatibility', { id })
  }

  /** The last report, requirement by requirement. */
  async requirements(id: string): Promise<RequirementReport | undefined> {
    return (await this.#dependencies.transport.call('connections.requirements', { id })).report
  }

  /** Signs in and makes the report again. @returns `undefined` when the passphrase was not given */
  checkRequirements(id: string): Promise<RequirementReport | undefined> {
    this.#asks(this.find(id)?.settings.base)
    return this.#unlocked(() => this.#dependencies.transport.call('connections.checkRequirements', { id }))
  }

  reportFile(id: string, format: ReportFileFormat, redact: boolean): Promise<Output<'connections.reportFile'>> {
    return this.#dependencies.transport.call('connections.reportFile', { id, format, redact })
  }

  health(connection: string, days: number): Promise<Output<'health.series'>> {
    return this.#dependencies.transport.call('health.series', { connection, days })
  }

  /** @returns `undefined` when the passphrase was not given */
  setSchedule(connection: string, schedule: Schedule): Promise<ScheduleState | undefined> {
    return this.#unlockedFor(connection, async () => {
      const state = await this.#dependencies.transport.call('schedule.set', { connection, schedule })
      this.#schedules.set(connection, state)
      return state
    })
  }

  /** The next runs of a schedule that is still being edited. */
  async preview(schedule: Schedule): Promise<readonly number[]> {
    return (await this.#dependencies.transport.call('schedule.preview', schedule)).next
  }

  /** Changes a profile for every connection of this installation; without changes it goes back to its defaults. */
  async changeVendor(id: string, changes: SwitchChanges | undefined): Promise<void> {
    const entry = await (changes === undefined
      ? this.#dependencies.transport.call('vendors.reset', { id })
      : this.#dependencies.transport.call('vendors.change', { id, changes }))
    this.#vendors = this.#vendors.map((vendor) => (vendor.id === id ? entry : vendor))
  }

  /** A server on this computer itself is not outside. */
  #asks(address: string | undefined): void {
    if (address !== undefined && !isLoopback(address)) this.#askedAt = Date.now()
  }

  /** The settings of a connection are sealed together with its keys and secret. */
  #unlockedFor<T>(id: string, work: () => Promise<T>): Promise<T | undefined> {
    const { keys = [], hasSecret = false, person } = this.find(id) ?? {}
    return keys.length > 0 || hasSecret || person?.state === 'signed-in' ? this.#unlocked(work) : work()
  }

  async #unlocked<T>(work: () => Promise<T>): Promise<T | undefined> {
    return (await this.#dependencies.snapshots.unlock()) ? work() : undefined
  }

  async #sealed(work: () => Promise<Connection>): Promise<Connection | undefined> {
    const connection = await this.#unlocked(work)
    return connection && this.#put(connection)
  }

  #put(connection: Connection): Connection {
    const known = this.#list.some(({ id }) => id === connection.id)
    this.#list = known
      ? this.#list.map((each) => (each.id === connection.id ? connection : each))
      : [...this.#list, connection]
    return connection
  }
}
