import { compileView, type ViewFinding } from '#engine/views/compile-view.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'

/** All items that a path finds in a resource. Another resource type than Patient may be named. */
export function evaluatePath(
  path: string,
  resource: Readonly<Record<string, unknown>>,
  constant: ViewDefinition['constant'] = []
): unknown[] {
  const view = compileView({
    resource: 'Patient',
    constant,
    select: [{ column: [{ name: 'value', path, collection: true }] }]
  })
  let found: unknown[] = []
  view.run({ resourceType: 'Patient', ...resource }, (row) => {
    found = [...(row[0] as unknown[])]
  })
  return found
}

/** The rows of a view over resources, and what it found to be wrong. */
export function runView(definition: ViewDefinition, resources: readonly unknown[]) {
  const view = compileView(definition)
  const rows: unknown[][] = []
  const findings: ViewFinding[] = []
  for (const resource of resources) {
    view.run(
      resource,
      (row) => rows.push([...row]),
      (finding) => findings.push(finding)
    )
  }
  return { rows, findings, names: view.columns.map((column) => column.name) }
}
