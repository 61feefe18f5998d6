import type { CapabilityReport, Connection, ConnectionSettings, Discovered } from '#shared/connection.ts'
import { Attempt } from '../../state/attempt.svelte.ts'
import type { Connections } from '../../state/connections.svelte.ts'
import { isPlainLoopback, suggestName, suggestSettings, tidySettings } from './draft-settings.ts'

/** The steps of the guided set-up, in their order. */
const setUpSteps = ['address', 'profile', 'sign-in', 'keys', 'register', 'test', 'what', 'first'] as const
export type SetUpStep = (typeof setUpSteps)[number]

/** What a set-up asks of the connections. */
type SetUpConnections = Pick<Connections, 'discover' | 'vendor' | 'save' | 'setSecret' | 'report' | 'find'>

/**
 * A guided set-up: what was typed, what the server said, and which step comes next. It is stored after every step, so it
 * can be left and continued.
 */
export class SetUp {
  readonly #connections: SetUpConnections
  #id = $state<string | undefined>()
  #step = $state<SetUpStep>('address')
  #discovered = $state.raw<Discovered | undefined>()
  #report = $state.raw<CapabilityReport | undefined>()
  name = $state('')
  base = $state('')
  /** Once the server was looked at, or from the beginning of a set-up that goes on. */
  draft = $state<ConnectionSettings | undefined>()
  secret = $state('')
  readonly looking = new Attempt()
  readonly saving = new Attempt()
  readonly testing = new Attempt()

  constructor(connections: SetUpConnections, connection: Connection | undefined) {
    this.#connections = connections
    if (connection === undefined) return
    this.#id = connection.id
    this.name = connection.settings.name
    this.base = connection.settings.base
    this.draft = structuredClone(connection.settings)
    this.#step = firstOpenStep(connection)
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
    const keys = this.draft === undefined || this.draft.auth === 'private_key_jwt'
    return setUpSteps.filter((step) => keys || (step !== 'keys' && step !== 'register'))
  }

  /** Whether a step can be opened: the address always, the others in turn. */
  canOpen(step: SetUpStep): boolean {
    if (step === 'address') return true
    return this.draft !== undefined && this.connection !== undefined
  }

  open(step: SetUpStep): void {
    if (!this.canOpen(step)) return
    this.saving.clear()
    this.#step = step
  }

  /** Asks the server what it is and lets it suggest the settings; those of a set-up that goes on stay. */
  async look(): Promise<void> {
    const found = await this.looking.run(() => this.#connections.discover(this.base.trim(), isPlainLoopback(this.base)))
    if (found === undefined) return
    this.#discovered = found
    this.base = found.base
    if (this.name.trim() === '') this.name = suggestName(found)
    if (this.draft === undefined) this.useVendor(found.vendor)
    else {
      this.draft.base = found.base
      this.draft.allowHttpLoopback = isPlainLoopback(found.base)
    }
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

  /** Stores what was typed and goes on; stays where it is when that fails. @returns the id of a new connection */
  async next(): Promise<string | undefined> {
    const draft = this.draft
    if (draft === undefined) return undefined
    if (this.#step === 'address') {
      draft.name = this.name
      draft.base = this.base
    }
    // The check of the hosted key set stores its address by itself.
    if (this.connection !== undefined) draft.jwksUrl = this.connection.settings.jwksUrl
    const isNew = this.#id === undefined
    const from = this.#step
    const saved = await this.saving.run(async () => {
      const connection = await this.#connections.save(this.#id, tidySettings($state.snapshot(draft)))
      this.#id = connection.id
      if (this.secret === '') return connection
      const sealed = await this.#connections.setSecret(connection.id, this.secret)
      if (sealed !== undefined) this.secret = ''
      return sealed
    })
    if (saved === undefined) return undefined
    // Another step may have been opened meanwhile.
    const { steps } = this
    if (this.#step === from) this.#step = steps[steps.indexOf(from) + 1] ?? from
    return isNew ? saved.id : undefined
  }

  back(): void {
    const { steps } = this
    this.open(steps[Math.max(0, steps.indexOf(this.#step) - 1)] ?? 'address')
  }

  /** Signs in for a test and looks at everything that there is to know. */
  async test(): Promise<void> {
    const id = this.#id
    if (id !== undefined) this.#report = (await this.testing.run(() => this.#connections.report(id))) ?? this.#report
  }
}

/** Where a set-up that was left goes on. */
export function firstOpenStep({ settings, keys, hasSecret, missing }: Connection): SetUpStep {
  const { auth, clientId } = settings
  if (auth === 'private_key_jwt') {
    if (keys.length === 0) return clientId === undefined ? 'profile' : 'keys'
    if (clientId === undefined) return 'register'
  } else if (auth !== 'none') {
    if (!hasSecret || (auth !== 'bearer' && clientId === undefined)) return 'sign-in'
  }
  return missing.length > 0 ? 'what' : 'test'
}
