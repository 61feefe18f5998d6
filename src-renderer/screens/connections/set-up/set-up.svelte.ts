import { screensConnectionsSetUpMessages as m } from '#messages/screens/connections/set-up.ts'
import { SvelteSet } from 'svelte/reactivity'
import type { AuthMethod, ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { CapabilityReport, Discovered } from '#shared/connections/server-report.ts'
import type { Connection } from '#shared/connections/connection.ts'
import { Attempt } from '../../../state/feedback/attempt.svelte.ts'
import type { Connections } from '../../../state/connections/connections.svelte.ts'
import { forgetAddress, readAddress, rememberAddress, type AddressDrafts } from './address-draft.ts'
import { isPlainLoopback, suggestName, suggestSettings, tidySettings } from '../settings/draft-settings.ts'

/** The steps of the guided setup, in their order. */
const setUpSteps = ['address', 'profile', 'sign-in', 'keys', 'register', 'test', 'what', 'first'] as const
export type SetUpStep = (typeof setUpSteps)[number]

/** What a setup asks of the connections. */
type SetUpConnections = Pick<Connections, 'discover' | 'vendor' | 'save' | 'setSecret' | 'report' | 'find'>

/**
 * A guided setup: what was typed, what the server said, and which step comes next. It is stored after every step, so it
 * can be left and continued.
 */
export class SetUp {
  readonly #connections: SetUpConnections
  readonly #drafts: AddressDrafts
  #id = $state<string | undefined>()
  #step = $state<SetUpStep>('address')
  #discovered = $state.raw<Discovered | undefined>()
  #report = $state.raw<CapabilityReport | undefined>()
  /** Steps whose defaults somebody has seen: what is only suggested is not done. */
  readonly #passed = new SvelteSet<SetUpStep>()
  name = $state('')
  base = $state('')
  /** Once the server was looked at, or from the beginning of a setup that goes on. */
  draft = $state<ConnectionSettings | undefined>()
  secret = $state('')
  readonly looking = new Attempt()
  readonly saving = new Attempt()
  readonly testing = new Attempt()

  constructor(connections: SetUpConnections, connection: Connection | undefined, drafts: AddressDrafts) {
    this.#connections = connections
    this.#drafts = drafts
    if (connection === undefined) {
      this.#restoreAddress()
      return
    }
    this.#id = connection.id
    this.name = connection.settings.name
    this.base = connection.settings.base
    this.draft = structuredClone(connection.settings)
    this.#step = firstOpenStep(connection)
    const seen = connection.lastRun === undefined ? this.steps.indexOf(this.#step) : undefined
    for (const step of this.steps.slice(0, seen)) this.#passed.add(step)
    this.#discovered = connection.discovered?.server
  }

  /** Brings what was typed before a reload or another screen; what was typed since counts more. */
  #restoreAddress(): void {
    const typed = readAddress(this.#drafts)
    if (typed === undefined || this.base !== '' || this.name !== '') return
    this.base = typed.base
    this.name = typed.name
  }

  /** Follows the drafts that arrive from the disk when the stored data are unlocked. @returns a function that stops that */
  followDrafts(): () => void {
    return this.#drafts.onLoaded(() => {
      if (this.#id === undefined) this.#restoreAddress()
    })
  }

  /** Address or name was typed: until there is a connection they are stored as a draft. */
  typed(): void {
    if (this.#id === undefined) rememberAddress(this.#drafts, { base: this.base, name: this.name })
  }

  /** The server that was looked at is not the one whose address stands there now. */
  get isAnother(): boolean {
    const { discovered } = this
    return discovered === undefined || tidyAddress(this.base) !== tidyAddress(discovered.base)
  }

  /** What is wanting before the first export: of the connection, and of its test. */
  get blockers(): readonly string[] {
    const failed = this.#report !== undefined && !this.#report.signIn.ok ? [m.theLastSignInTestFailed] : []
    return [...(this.connection?.missing ?? []), ...failed]
  }

  /** Whether what a step is for has been done. */
  isDone(step: SetUpStep): boolean {
    const { connection } = this
    if (connection === undefined) return false
    const { settings, keys, hasSecret, missing } = connection
    switch (step) {
      case 'address':
        return !this.isAnother
      case 'profile':
        return this.#passed.has(step)
      case 'sign-in':
        return this.#passed.has(step) && (withoutSecret.has(settings.auth) || hasSecret)
      case 'keys':
        return keys.length > 0
      case 'register':
        return settings.clientId !== undefined
      case 'test':
        return this.#report?.signIn.ok === true || connection.dataFrom !== undefined
      case 'what':
        return this.#passed.has(step) && missing.length === 0
      case 'first':
        return connection.lastRun !== undefined
    }
  }

  get step(): SetUpStep {
    return this.#step
  }

  /** What the server said of itself in this sitting. */
  get discovered(): Discovered | undefined {
    return this.#discovered ?? this.#report?.offered
  }

  /** What the test found. */
  get report(): CapabilityReport | undefined {
    return this.#report
  }

  /** The connection, as soon as it is stored. */
  get connection(): Connection | undefined {
    return this.#connections.find(this.#id)
  }

  /** The steps of this way to sign in: without a key pair there is nothing to host. */
  get steps(): readonly SetUpStep[] {
    const auth = this.draft?.auth ?? 'private_key_jwt'
    const registers = auth === 'private_key_jwt' || auth === 'authorization_code'
    return setUpSteps.filter(
      (step) => (step !== 'keys' || auth === 'private_key_jwt') && (step !== 'register' || registers)
    )
  }

  /** Whether a step can be opened: the address always, the others in turn. */
  canOpen(step: SetUpStep): boolean {
    if (step === 'address') return true
    return this.draft !== undefined && this.connection !== undefined
  }

  open(step: SetUpStep): void {
    if (!this.canOpen(step)) return
    this.saving.clear()
    const { steps } = this
    if (steps.indexOf(step) > steps.indexOf(this.#step)) this.#passed.add(this.#step)
    this.#step = step
  }

  /** Asks the server what it is and lets it suggest the settings; those of a setup that goes on stay. */
  async look(): Promise<void> {
    const found = await this.looking.run(() => this.#connections.discover(this.base.trim(), isPlainLoopback(this.base)))
    if (found === undefined) return
    const before = this.draft?.base
    this.#discovered = found
    this.base = found.base
    if (this.name.trim() === '') this.name = suggestName(found)
    if (before === undefined || before === found.base) {
      if (this.draft === undefined) this.useVendor(found.vendor)
      return
    }
    // Another server: nothing that was found out, tested or confirmed about the first one holds for it.
    this.#report = undefined
    this.testing.clear()
    this.useVendor(found.vendor)
  }

  /** Takes the defaults of a profile; what the user typed before is kept where it does not depend on it. */
  useVendor(id: string): void {
    const vendor = this.#connections.vendor(id) ?? this.#connections.vendor('generic')
    const found = this.discovered
    if (vendor === undefined) return
    if (found === undefined) {
      if (this.draft !== undefined) this.draft.vendor = vendor.id
      return
    }
    const { clientId, group } = this.draft ?? {}
    this.draft = { ...suggestSettings(this.name, found, vendor), clientId, group }
  }

  /** Confirms that secrets may go to an origin that the server names, stores that, and tests again. */
  async confirm(origin: string): Promise<void> {
    const { draft } = this
    if (draft === undefined) return
    draft.trustedOrigins = [...draft.trustedOrigins.filter((each) => each !== origin), origin]
    const stored = await this.saving.run(() => this.#connections.save(this.#id, tidySettings($state.snapshot(draft))))
    if (stored !== undefined) await this.test()
  }

  /**
   * Stores what was typed, where there is a connection already; at the first step there is nothing to lose.
   * @returns whether it is safe to show another step
   */
  async store(): Promise<boolean> {
    const { draft } = this
    const id = this.#id
    if (draft === undefined || id === undefined || this.#step === 'address') return true
    if (this.connection !== undefined) draft.jwksUrl = this.connection.settings.jwksUrl
    const stored = await this.saving.run(() => this.#connections.save(id, tidySettings($state.snapshot(draft))))
    return stored !== undefined
  }

  /** Stores what was typed and goes on; stays where it is when that fails. @returns the id of a new connection */
  async next(): Promise<string | undefined> {
    const draft = this.draft
    if (draft === undefined) return undefined
    if (this.#step === 'address') {
      // An address that nobody has looked at must not be stored with the profile of another server.
      if (this.isAnother) return undefined
      draft.name = this.name
      draft.base = this.base
    }
    // The check of the hosted key set stores its address by itself.
    if (this.connection !== undefined) draft.jwksUrl = this.connection.settings.jwksUrl
    const isNew = this.#id === undefined
    const from = this.#step
    const saved = await this.saving.run(async () => {
      const connection = await this.#connections.save(this.#id, tidySettings($state.snapshot(draft)))
      if (connection === undefined) return undefined
      this.#id = connection.id
      if (isNew) forgetAddress(this.#drafts)
      if (this.secret === '') return connection
      const sealed = await this.#connections.setSecret(connection.id, this.secret)
      if (sealed !== undefined) this.secret = ''
      return sealed
    })
    if (saved === undefined) return undefined
    // Another step may have been opened meanwhile.
    const { steps } = this
    this.#passed.add(from)
    if (this.#step === from) this.#step = steps[steps.indexOf(from) + 1] ?? from
    return isNew ? saved.id : undefined
  }

  /** Signs in for a test and looks at everything that there is to know. */
  async test(): Promise<void> {
    const id = this.#id
    if (id !== undefined) this.#report = (await this.testing.run(() => this.#connections.report(id))) ?? this.#report
  }
}

/** Where a setup that was left goes on. */
export function firstOpenStep({ settings, keys, hasSecret, missing, person }: Connection): SetUpStep {
  const { auth, clientId } = settings
  if (auth === 'private_key_jwt') {
    if (keys.length === 0) return clientId === undefined ? 'profile' : 'keys'
    if (clientId === undefined) return 'register'
  } else if (auth === 'authorization_code') {
    if (clientId === undefined) return 'register'
    if (person?.state !== 'signed-in') return 'test'
  } else if (auth !== 'none') {
    if (!hasSecret || (auth !== 'bearer' && clientId === undefined)) return 'sign-in'
  }
  return missing.length > 0 ? 'what' : 'test'
}

/** Ways to sign in for which nobody types a secret. */
const withoutSecret: ReadonlySet<AuthMethod> = new Set(['private_key_jwt', 'authorization_code', 'none'])

/** An address without what makes no difference. */
function tidyAddress(address: string): string {
  return address.trim().replace(/\/+$/, '').toLowerCase()
}
