import { servicesDefinitionsMessages as m } from '#messages/services/definitions.ts'
import { AppError } from '#shared/app-error.ts'
import {
  definitionKindNames,
  definitionStateNames,
  type DefinitionDecision,
  type DefinitionEntry,
  type DefinitionEvent,
  type DefinitionList,
  type DefinitionPin,
  type FoundDefinition,
  type PinnedDefinition,
  type UsedDefinition
} from '#shared/governance/definition.ts'
import type { ClockPort, PolicyPort } from '../../ports/host.ts'
import type { DefinitionJournal, ReadJournal } from './definition-journal.ts'
import { refuseDecision } from './decision-rules.ts'

/** Dependencies of {@link createDefinitionRegistry}. */
export interface DefinitionRegistryDependencies {
  readonly journal: DefinitionJournal
  /** Reads every definition that is installed now. */
  readonly find: () => Promise<readonly FoundDefinition[]>
  readonly clock: ClockPort
  readonly policies: Pick<PolicyPort, 'value'>
  /** Account of whoever is at this computer. */
  readonly author: string
}

/** Every definition in use, with who approved it. */
export interface DefinitionRegistry {
  /** Versions that nobody saw before get into the journal as drafts. */
  list(): Promise<DefinitionList>
  /**
   * Decides about a version that is in use.
   * @returns the decided version, and what the audit log has to know of the journal
   * @throws AppError `not-found`, `not-allowed` by the rules, while no key is open, or where the journal was changed
   */
  decide(decision: DefinitionDecision): Promise<{ readonly entry: DefinitionEntry; readonly code: string }>
  /** What the registry says of versions now. */
  pin(used: readonly UsedDefinition[]): Promise<PinnedDefinition[]>
  /**
   * Under the policy, refuses what rests on definitions that are not approved.
   * @param used undefined where it is not known what something rests on
   * @throws AppError `not-allowed`
   */
  requireApproved(used: readonly UsedDefinition[] | undefined): Promise<void>
}

/** Creates the registry of definitions over its journal; what is not in the journal yet is found in the data folder. */
export function createDefinitionRegistry(dependencies: DefinitionRegistryDependencies): DefinitionRegistry {
  const { journal, find, clock, policies, author } = dependencies

  function versionsNotIn({ events }: ReadJournal, found: readonly FoundDefinition[]): DefinitionEvent[] {
    const known = new Set(events.map(keyOf))
    const now = new Date(clock.now()).toISOString()
    return found
      .filter((each) => each.source !== 'built-in' && !known.has(keyOf(each)))
      .map(({ at = now, by = author, ...definition }) => ({ event: 'version', ...definition, at, by }))
  }

  async function read(): Promise<{ readonly known: ReadJournal; readonly entries: readonly DefinitionEntry[] }> {
    const found = await find()
    let known = await journal.read()
    const isUsable = known.state === 'open' || known.state === 'none'
    if (isUsable && versionsNotIn(known, found).length > 0)
      known = await journal
        .add((before) => versionsNotIn(before, found))
        // Without a key nothing is written; what is not in the journal is a draft all the same.
        .catch((error: unknown) => {
          if (error instanceof AppError && error.reason === 'locked') return known
          throw error
        })
    const logs = Map.groupBy(known.events, ({ kind, id }) => `${kind} ${id}`)
    return { known, entries: found.map((each) => entryOf(each, logs.get(`${each.kind} ${each.id}`) ?? [])) }
  }

  const twoPersons = (): boolean => policies.value('DefinitionApproval') === 'two-persons'

  async function pin(used: readonly UsedDefinition[]): Promise<PinnedDefinition[]> {
    const { entries, known } = await read()
    return used.flatMap(({ kind, id, hash }): PinnedDefinition[] => {
      const versions = entries.filter((each) => each.kind === kind && each.id === id)
      const named = hash === undefined ? versions : versions.filter((each) => each.hash === hash)
      if (named.length > 0) return named.map(pinOf)
      const earlier = hash === undefined ? undefined : earlierVersion(known.events, { kind, id, hash })
      return [earlier ?? { kind, id, hash: hash ?? '0'.repeat(64), name: versions[0]?.name ?? id, state: 'unknown' }]
    })
  }

  return {
    async list() {
      const { known, entries } = await read()
      return {
        journal: known.state,
        definitions: [...entries],
        twoPersons: twoPersons(),
        approvedOnly: policies.value('ApprovedDefinitionsOnly')
      }
    },
    async decide(decision) {
      const { kind, id, hash } = decision
      const inUse = (await read()).entries.find((each) => each.kind === kind && each.id === id && each.hash === hash)
      if (inUse === undefined) throw new AppError('not-found', m.thisVersionOfTheDefinitionIs)
      const after = await journal.add(({ events }) => {
        const log = events.filter((each) => each.kind === kind && each.id === id)
        refuseDecision(decision, entryOf(inUse, log), author, twoPersons())
        return [{ event: 'state', at: new Date(clock.now()).toISOString(), by: author, ...decision }]
      })
      const log = after.events.filter((each) => each.kind === kind && each.id === id)
      return { entry: entryOf(inUse, log), code: after.code }
    },
    pin,
    async requireApproved(used) {
      if (!policies.value('ApprovedDefinitionsOnly')) return
      if (used === undefined) throw new AppError('not-allowed', m.yourOrganizationAllowsOnlyWhatRests)
      const { state } = await journal.read()
      if (state === 'locked' || state === 'damaged')
        throw new AppError(
          'not-allowed',
          m.yourOrganizationAllowsOnlyWhatRestsOn(state === 'locked'),
          state === 'locked' ? { reason: 'locked' } : {}
        )
      const missing = (await pin(used)).filter(({ state }) => state !== 'approved')
      const [first] = missing
      if (first === undefined) return
      const others = missing.length === 1 ? '' : m.andMissingMore(missing.length - 1)
      throw new AppError(
        'not-allowed',
        m.yourOrganizationAllowsOnlyWhatRestsOnApproved(
          definitionKindNames[first.kind],
          first.name,
          first.state === 'unknown'
            ? m.isNotInTheRegistryIn
            : m.isDefinitionStateNames(definitionStateNames[first.state]),
          others
        )
      )
    }
  }
}

function keyOf({ kind, id, hash }: DefinitionPin): string {
  return `${kind} ${id} ${hash}`
}

function pinOf({ kind, id, hash, name, version, state }: DefinitionEntry): PinnedDefinition {
  return { kind, id, hash, name, ...(version === undefined ? {} : { version }), state }
}

/** A version that was in use before. What came with an earlier program has no line. */
function earlierVersion(events: readonly DefinitionEvent[], wanted: DefinitionPin): PinnedDefinition | undefined {
  const history = events.filter((each) => keyOf(each) === keyOf(wanted))
  const seen = history.find((each) => each.event === 'version')
  if (seen === undefined) return undefined
  const decided = history.findLast((each) => each.event === 'state')
  const { name, version } = seen
  return { ...wanted, name, ...(version === undefined ? {} : { version }), state: decided?.state ?? 'draft' }
}

/** @param log everything that happened to the definition, in any version */
function entryOf(found: FoundDefinition, log: readonly DefinitionEvent[]): DefinitionEntry {
  const decided = log.findLast((each) => each.event === 'state' && each.hash === found.hash)
  if (decided?.event !== 'state')
    return { ...found, state: found.source === 'built-in' ? 'approved' : 'draft', log: [...log] }
  const { state, by, at: when, reason } = decided
  return { ...found, state, decided: { at: when, by, reason }, log: [...log] }
}
