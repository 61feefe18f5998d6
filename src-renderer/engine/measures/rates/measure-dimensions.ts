import { commonMessages as common } from '#messages/common.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import { hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { Dimension, DimensionValue } from '../../population/selection/dimension.ts'
import type { Filter } from '../../base/figures/filter.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import { countedMembers, type CountedMembers } from './counted-members.ts'
import { populationCodes } from './population-codes.ts'
import type { GroupRun, MeasureRun } from '../run/measure-run.ts'
import type { GapStatus } from '../results/gap-status.ts'
import type { MeasureInput } from './measure-input.ts'
import { ratesOfRun, type Rate } from './rate.ts'
import { gapStatuses, NOT_APPLICABLE, statusLabels } from '../results/gap-status.ts'
import { sourceStatuses } from './rate-status.ts'

const PREFIX = 'quality:'

const noYes: readonly DimensionValue[] = [
  { value: 'no', label: common.no },
  { value: 'yes', label: common.yes }
]

/** What a population knows of the runs that its dimensions are about. */
interface Known {
  readonly groups: Map<string, { readonly group: GroupRun; readonly title: string }>
  /** Names of the statuses that are dimensions. */
  readonly statuses: Set<string>
  /** Those of the runs that are in view now. */
  current: ReadonlySet<string>
}

const known = new WeakMap<AllPeople, Known>()

/** FNV-1a, 32 bits: eight hexadecimal digits that tell runs apart. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/** `<measure>@<run>/<group>`: a dimension is about one run, so that what a filter means never changes. */
function runName(run: MeasureRun, groupId: string): string {
  const { measure, version, content, period, policy, zone } = run.key
  const id = measure.slice(measure.lastIndexOf('/') + 1)
  return `${id}@${digest(JSON.stringify([version, content, period, policy, zone]))}/${groupId}`
}

/** Which way is better decides about statuses, and a site may change it. */
function statusName({ run, definition, improvement }: Rate): string {
  return `${runName(run, definition.id)}/status-${improvement.direction}`
}

/**
 * A filter for the members of a population of a run.
 * @param name its code, or that of members who follow from several
 * @param stratum place of the stratum that it is about
 */
export function memberFilter(run: MeasureRun, groupId: string, name: string, stratum?: number): Filter {
  const member = stratum === undefined ? name : `${stratum}.${name}`
  return { dimension: `${PREFIX}${runName(run, groupId)}/${member}`, values: ['yes'] }
}

function knownOf(population: AllPeople): Known {
  let found = known.get(population)
  if (found === undefined) {
    const fresh: Known = { groups: new Map(), statuses: new Set(), current: new Set() }
    population.addSource((id) => findDimension(population, fresh, id))
    known.set(population, fresh)
    found = fresh
  }
  return found
}

function findDimension(population: AllPeople, { groups }: Known, id: string): Dimension | undefined {
  if (!id.startsWith(PREFIX)) return undefined
  const slash = id.lastIndexOf('/')
  const about = groups.get(id.slice(PREFIX.length, slash))
  const name = id.slice(slash + 1)
  const members = about && membersNamed(about.group, name)
  if (about === undefined || members === undefined) return undefined
  return {
    id,
    label: `${about.title}: ${name.replaceAll('-', ' ')}`,
    group: 'measures',
    hidden: true,
    fixed: true,
    values: noYes,
    codes: () => {
      const codes = emptyCodes(population.count, 2)
      for (let patient = 0; patient < codes.length; patient++) {
        codes[patient] = hasBit(members, patient) ? 1 : 0
      }
      return codes
    }
  }
}

/** Members of a population of a run, of one that follows from them, or of either in a stratum (`<place>.<name>`). */
function membersNamed(group: GroupRun, name: string): Bitset | undefined {
  const [, place, inStratum] = /^(\d+)\.(.+)$/.exec(name) ?? []
  const about = place === undefined ? group : group.strata[Number(place)]
  const member = inStratum ?? name
  if (about === undefined) return undefined
  return isCounted(member) ? countedMembers[member](about) : populationCodes(about).get(member)?.members
}

function isCounted(name: string): name is CountedMembers {
  return Object.hasOwn(countedMembers, name)
}

/** Statuses that source data can give. */
const sourceValues: readonly GapStatus[] = gapStatuses.filter(
  (status) => status !== 'due-soon' && status !== 'set-aside'
)

function addStatus(population: AllPeople, about: Known, name: string, rate: Rate): void {
  population.add({
    id: `${PREFIX}${name}`,
    label: rate.title,
    group: 'measures',
    get hidden() {
      return !about.current.has(name)
    },
    fixed: true,
    values: sourceValues.map((value) => ({ value, label: statusLabels[value] })),
    codes: () => {
      const codes = emptyCodes(population.count, sourceValues.length)
      const statuses = sourceStatuses(population, rate)
      const ofStatus = gapStatuses.map((status) => sourceValues.indexOf(status))
      for (let patient = 0; patient < codes.length; patient++) {
        codes[patient] = ofStatus[statuses[patient] ?? NOT_APPLICABLE]!
      }
      return codes
    }
  })
}

/**
 * Makes the populations and statuses of all runs known to the population, so that filters, Explore, cohorts and lists of
 * rows work with them. May be called again with other runs; what earlier ones mean stays.
 */
export function installMeasures(input: MeasureInput): void {
  const { population } = input
  const about = knownOf(population)
  const current = new Set<string>()
  const before = about.groups.size + about.statuses.size
  for (const rate of ratesOfRun(input)) {
    const name = statusName(rate)
    current.add(name)
    for (const run of [rate.run, ...rate.measure.others]) {
      const group = run.groups[rate.at]
      const named = runName(run, rate.definition.id)
      if (group !== undefined && !about.groups.has(named)) about.groups.set(named, { group, title: rate.title })
    }
    if (about.statuses.has(name) || !rate.hasGaps) continue
    about.statuses.add(name)
    addStatus(population, about, name, rate)
  }
  about.current = current
  // Cohorts may name them already.
  if (about.groups.size + about.statuses.size > before) population.forget()
}
