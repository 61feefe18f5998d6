import { andList } from '#shared/messages/list-text.ts'
import { servicesRolesMessages as m } from '#messages/services/roles.ts'
import { AppError } from '#shared/app-error.ts'
import type { Input, MethodName, Output, Transport } from '#shared/contract/contract.ts'
import { pageCommandRights } from '#shared/rights/command-rights.ts'
import { needsOf } from '#shared/contract/contract.ts'
import { missingRight, rightNames, rightsOf, type Need, type Right } from '#shared/rights/right.ts'
import { screenRights } from '#shared/rights/screen-rights.ts'
import { roleTitles, type RoleState } from '#shared/roles/role.ts'
import type { ScreenName } from '../navigation/route.ts'

/** What the page asks by itself, and the answer that it gives itself where the role does not include it. */
const unasked: { readonly [M in MethodName]?: () => Output<M> } = {
  'connections.list': () => [],
  'connections.needs': () => [],
  'vendors.list': () => [],
  'exports.list': () => [],
  'boards.presets': () => [],
  'content.list': () => [],
  'content.imported': () => [],
  'imports.pending': () => undefined,
  'worklist.read': () => ({ state: 'none', total: 0, events: [], setAside: false }),
  'worklist.views': () => [],
  'worklist.populations': () => [],
  'measures.results': () => ({ url: undefined })
}

const everything: RoleState = { account: '', state: 'everything', roles: [] }

/** What the user may do. The services enforce it; the page hides by it what would be refused. */
export class Access {
  readonly #transport: Transport
  #state = $state.raw<RoleState>(everything)
  readonly #rights = $derived(rightsOf(this.#state))
  /** Counts up with each time that the roles were asked for. */
  #asked = 0
  /** Called when the roles are others than before. */
  onChange: (() => void) | undefined

  constructor(transport: Transport) {
    this.#transport = transport
    // Roles that were assigned here are known when the data are unlocked.
    for (const event of ['roles.changed', 'policies.changed', 'snapshots.changed'] as const)
      // Where they cannot be asked for they stay as they were; the services refuse by the new ones.
      transport.subscribe(event, () => void this.load().catch(() => undefined))
  }

  /** The user's roles, and who assigned them. */
  get state(): RoleState {
    return this.#state
  }

  /** The roles as they stand in a sentence; '' without any. */
  get names(): string {
    return andList(this.#state.roles.map((role) => roleTitles[role]))
  }

  /** There is no role, or none that is known now. */
  get closed(): boolean {
    return this.#state.state === 'locked' || this.#state.state === 'refused'
  }

  /** Asks the services who the user is. The last time that it is asked for counts, whichever is answered last. */
  async load(): Promise<void> {
    const asked = ++this.#asked
    const state = await this.#transport.call('roles.mine', undefined)
    if (asked !== this.#asked) return
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return
    this.#state = state
    this.onChange?.()
  }

  may(need: Need): boolean {
    return missingRight(need, this.#rights) === undefined
  }

  /** Why something is refused, in the words of the services; undefined where the roles include it. */
  refusal(right: Right): string | undefined {
    if (this.may(right)) return undefined
    const say = this.#state.roles.length > 1 ? m.yourRolesDoNotIncludeAsk : m.yourRoleDoesNotIncludeAsk
    return say(this.names, rightNames[right])
  }

  /** @throws AppError `not-allowed`, as the services refuse, where the roles do not include a right */
  require(right: Right): void {
    const refusal = this.refusal(right)
    if (refusal !== undefined) throw new AppError('not-allowed', refusal)
  }

  mayOpen(screen: ScreenName): boolean {
    return this.may(screenRights[screen])
  }

  /** Whether a command of the page's command table may be run. */
  mayRun(command: string): boolean {
    return this.may(pageCommandRights[command] ?? 'anyone')
  }

  #isIncluded<M extends MethodName>(name: M, input: Input<M>): boolean {
    // Stored results are about everybody.
    if (name === 'measures.results' && this.#state.scopes !== undefined) return false
    return needsOf(name, input).every((need) => this.may(need))
  }

  /** The same transport, which does not ask what the role does not include where the page would ask by itself. */
  over(transport: Transport): Transport {
    const call = async <M extends MethodName>(name: M, input: Input<M>): Promise<Output<M>> => {
      const answer = unasked[name]
      if (answer === undefined || this.#isIncluded(name, input)) return transport.call(name, input)
      return answer()
    }
    return { call, subscribe: (name, listener) => transport.subscribe(name, listener) }
  }
}
