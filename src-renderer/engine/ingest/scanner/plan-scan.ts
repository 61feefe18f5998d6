import { engineIngestScannerMessages as m } from '#messages/engine/ingest/scanner.ts'
import { defined } from '#shared/language/defined.ts'
import { releaseMarks } from '../../base/fhir/fhir-release.ts'
import type { PlannedView, TablePlan } from '../../store/model/plan.ts'
import { identifiedTypes } from '../../store/collect/chunk-builder.ts'
import {
  elementNode,
  memberOf,
  NotScannable,
  plainMember,
  type ElementMember,
  type ElementNode
} from './element-tree.ts'
import { asReference } from './plan-cell.ts'
import { planView } from './plan-view.ts'
import type { ScanType } from './scan-plan.ts'

/** What the scanner does with each resource type, and why it leaves the others to the general path. */
export interface ScanPlan {
  readonly types: readonly ScanType[]
  readonly left: ReadonlyMap<string, string>
}

/** Elements that name the person a resource is about. */
export const aboutPatient = ['patient', 'subject', 'beneficiary'] as const

/** Plans for every R4 resource type of the tables. A type is scanned when all of its views can be. */
export function planScan(plan: TablePlan): ScanPlan {
  const types: ScanType[] = []
  const left = new Map<string, string>()
  for (const [name, views] of plan.r4.views) {
    try {
      types.push(planType(name, views, plan))
    } catch (error) {
      if (!(error instanceof NotScannable)) throw error
      left.set(name, error.message)
    }
  }
  return { types, left }
}

function planType(name: string, views: readonly PlannedView[], plan: TablePlan): ScanType {
  const root = elementNode()
  plainMember(root, 'resourceType')
  plainMember(root, 'id')
  const meta = memberOf(root, 'meta', 'object')
  meta.single = true
  const metaNode = defined(meta.node)
  plainMember(metaNode, 'lastUpdated')
  memberOf(metaNode, 'profile', 'leaf').profile = true
  // Few resources have security labels; the general path reads them.
  memberOf(metaNode, 'security', 'refuse')
  const contained = defined(memberOf(root, 'contained', 'object').node)
  plainMember(contained, 'id')
  plainMember(contained, 'resourceType')
  if (name !== 'Patient')
    for (const element of aboutPatient) asReference(defined(memberOf(root, element, 'object').node))
  const identified = identifiedTypes.has(name)
  if (identified) {
    const identifier = memberOf(root, 'identifier', 'object')
    plainMember(defined(identifier.node), 'system')
    plainMember(defined(identifier.node), 'value')
  }
  const scanViews = views.map((view) => planView(view, name, plan.tables[view.table]?.resourceType ?? name, root))
  for (const { name: element, shape } of plan.r4.shapes.get(name) ?? []) {
    const member = root.members.get(element)
    if (member?.use === 'refuse') continue
    const wanted = memberOf(root, element, shape === 'object' ? 'object' : 'leaf')
    if (shape === 'boolean') wanted.boolean = true
  }
  return { name, root, views: scanViews, votes: planVotes(name, root), identified }
}

/** Elements that only R5 has are refused; those that only R4 has are noted. */
function planVotes(name: string, root: ElementNode): readonly ElementMember[] {
  memberOf(root, 'fhirVersion', 'refuse')
  const { R4 = {}, R5 = {} } = releaseMarks[name] ?? {}
  const votes: ElementMember[] = []
  for (const [element, shape] of Object.entries(R4)) {
    const member = root.members.get(element) ?? memberOf(root, element, 'mark')
    const expected = member.use === 'leaf' ? 'text' : 'object'
    if (shape === expected) member.single = true
    else if (shape !== 'any' || member.use === 'refuse') throw new NotScannable(m.identifiesTheRelease(element))
    votes.push(member)
  }
  for (const [element, shape] of Object.entries(R5)) {
    const member = root.members.get(element) ?? memberOf(root, element, 'refuse')
    if (member.use === 'refuse' || (member.use === 'leaf' && shape === 'object')) continue
    if (shape !== 'array') throw new NotScannable(m.identifiesTheRelease(element))
    member.single = true
  }
  return votes
}
