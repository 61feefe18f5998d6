import { servicesMessages as m } from '#messages/services.ts'
import { AppError } from '#shared/app-error.ts'
import type { WorklistEntry } from '#shared/contract/worklist.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { AccessPort } from '../../ports/roles.ts'
import type { ScopedPeoplePort } from '../../ports/scoped-people.ts'
import type { IsShown, Worklist } from './worklist.ts'

/**
 * The worklist for the user's role: a role that is limited to some of the people neither reads nor records anything about
 * others. Who they are is determined again at each call.
 */
export function limitWorklist(worklist: Worklist, access: AccessPort, people: ScopedPeoplePort): Worklist {
  /** @returns `undefined` where the role shows everybody */
  async function shownIn(population: string): Promise<IsShown | undefined> {
    const state = await access.current()
    if (state.scopes === undefined) return undefined
    const ids = await people.find(population, state)
    return ({ patient }) => ids.has(patient)
  }

  async function shownOf(population: string, entries: readonly Pick<WorklistEvent, 'patient'>[]) {
    const isShown = await shownIn(population)
    if (isShown !== undefined && !entries.every(isShown)) throw outOfScope()
    return isShown
  }

  return {
    ...worklist,
    async read(population, from) {
      // Nothing recorded, or nothing that can be read: no person has to be looked up.
      const { total } = await worklist.read(population, Number.MAX_SAFE_INTEGER)
      return worklist.read(population, from, total === 0 ? undefined : await shownIn(population))
    },
    add: async (population, entries) => worklist.add(population, entries, await shownOf(population, entries)),
    receive: async (population, events) => worklist.receive(population, events, await shownOf(population, events)),
    // How much is recorded elsewhere is about everybody.
    populations: async () => ((await access.current()).scopes === undefined ? worklist.populations() : [])
  }
}

/**
 * Refuses to revoke what is recorded about people who are not shown.
 * @param entries to be recorded
 * @param recorded all events of the population
 * @throws AppError `not-allowed`
 */
export function refuseHiddenRevocations(
  entries: readonly (WorklistEntry | WorklistEvent)[],
  recorded: readonly WorklistEvent[],
  isShown: IsShown | undefined
): void {
  if (isShown === undefined) return
  const revoked = new Set(entries.flatMap((entry) => (entry.kind === 'revoke' ? [entry.event] : [])))
  if (recorded.some((event) => revoked.has(event.id) && !isShown(event))) throw outOfScope()
}

function outOfScope(): AppError {
  return new AppError('not-allowed', m.yourRoleDoesNotShowSome)
}
