import { expect, test } from 'vitest'
import { startFrom } from '#engine/tables/saved-views/start-from.ts'
import { createViewScan } from '#engine/tables/saved-views/scan-view.ts'
import { scanVerdict } from '#engine/tables/saved-views/scan-verdict.ts'
import { scannableView } from '#engine/tables/saved-views/scannable-view.ts'
import { readViewTable, type ViewTable } from '#engine/tables/saved-views/view-table.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { bytesOf, streamOf } from '../../support/byte-stream.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { loadFiles } from '../../support/load-store.ts'
import { mutatedLine } from '../scanner/mutate.ts'
import { createRandom } from '../scanner/random.ts'
import { isWrittenByHand, samples } from '../scanner/samples.ts'

/** Mutated resources of each type; the environment variable asks for more. */
const budget = Number(process.env['POPULUS_FUZZ'] ?? 150)
const firstSeed = Number(process.env['POPULUS_FUZZ_SEED'] ?? 1)
/** More rows than there are: with a limit, nothing is scanned. */
const ALL = 1_000_000_000

/** The built-in views as people begin from them, and what they do not show: keys of any type, and texts without a type. */
function views(): readonly ViewDefinition[] {
  const drafts = Array.from(canonicalViews('r4').values(), startFrom)
  const column = (name: string, path: string, type?: string) => ({
    name,
    path,
    ...(type === undefined ? {} : { type })
  })
  return [
    ...drafts,
    {
      name: 'keys',
      resource: 'Observation',
      select: [
        { column: [column('id', 'getResourceKey()', 'id'), column('reference_type', 'status', 'code')] },
        { column: [column('any', 'subject.getReferenceKey()'), column('group', 'subject.getReferenceKey(Group)')] },
        { column: [column('first', 'performer.first().getReferenceKey(Practitioner)')] },
        {
          forEachOrNull: 'performer',
          column: [column('performer', 'getReferenceKey(Practitioner)'), column('of', '%resource.getResourceKey()')]
        }
      ]
    },
    {
      name: 'pairs',
      resource: 'Claim',
      select: [
        { column: [column('id', 'id'), column('none', '%rowIndex', 'integer')] },
        { forEach: 'item', column: [column('line', '%rowIndex + 1', 'positiveInt'), column('number', 'sequence')] },
        {
          forEach: 'diagnosis.skip(1)',
          column: [column('place', '%rowIndex', 'integer')],
          select: [
            {
              forEachOrNull: 'diagnosis.ofType(CodeableConcept)',
              column: [column('code', 'coding.code.first()'), column('inside', '%rowIndex + 7', 'integer')]
            }
          ]
        }
      ]
    },
    ...['Claim', 'ExplanationOfBenefit'].map((resource): ViewDefinition => ({
      name: `joined_${resource.toLowerCase()}`,
      resource,
      select: [
        { column: [column('id', 'id')] },
        {
          unionAll: [
            { forEach: 'item.detail', column: [column('place', '%rowIndex', 'integer'), column('code', 'sequence')] },
            { column: [column('place', '%rowIndex', 'integer'), column('code', 'status')] },
            {
              forEach: 'item.skip(2)',
              column: [column('place', '%rowIndex + 100', 'integer'), column('code', 'modifier.coding.code.first()')]
            }
          ]
        },
        { column: [column('behind', 'use')] }
      ]
    })),
    {
      name: 'inner_union',
      resource: 'ExplanationOfBenefit',
      select: [
        {
          forEach: 'item.tail()',
          column: [column('line', '%rowIndex + 2', 'integer')],
          unionAll: [
            {
              forEach: "modifier.coding.where(system = 'http://example.org/m').tail()",
              column: [column('place', '%rowIndex', 'integer')],
              select: [{ column: [column('code', 'code')] }]
            },
            {
              column: [column('place', '%rowIndex', 'integer'), column('code', 'productOrService.coding.code.first()')]
            }
          ]
        }
      ]
    },
    {
      name: 'untyped',
      resource: 'Patient',
      select: [
        {
          column: ['gender', 'birthDate', 'active', 'deceased.ofType(boolean)'].map((path, index) =>
            column(`c${index}`, path)
          )
        }
      ]
    }
  ]
}

/** How many lines of a file the scanner takes for a view. */
function linesTaken(view: ViewDefinition, lines: readonly string[]): number {
  const found = scannableView(view)
  const scan = found.view && createViewScan(found.view, { row: () => undefined, scanned: () => () => undefined })
  if (scan === undefined) return 0
  scan.begin(new Float64Array(0))
  return scan.lines(bytesOf(lines.map((line) => `${line}\n`).join('')), 1, 0, 1 << 20, () => undefined)
}

/** Everything that people see of a table, with the texts in place of their codes. */
function shown({ source, findings, ...rest }: ViewTable): unknown {
  return {
    ...rest,
    rows: source.rows,
    columns: source.columns.map(({ name }) => [name, source.read(name)]),
    findings: findings.map(({ kind, place, count }) => `${kind} ${place} ${count}`).sort()
  }
}

test('views give the same rows straight from bytes as by closures', { timeout: 24 * 3_600_000 }, async () => {
  const { byType } = await samples()
  const all = views()
  const fast = all.filter((view) => scanVerdict(view).fast)
  expect(fast.length).toBeGreaterThan(20)
  const nested = ['pairs', 'joined_claim', 'joined_explanationofbenefit', 'inner_union', 'my_claim_item_code']
  expect(fast.map(({ name }) => name)).toEqual(expect.arrayContaining(nested))
  for (const [index, pool] of byType.entries()) {
    const random = createRandom(firstSeed + index)
    const { resourceType } = pool[0] as { readonly resourceType: string }
    const typeViews = all.filter(({ resource }) => resource === resourceType)
    if (typeViews.length === 0) continue
    // Claims written by hand for rare forms may go to the other reader; without the data of others there are no other Claims.
    const plain = pool.filter((resource) => !isWrittenByHand(resource)).map((resource) => JSON.stringify(resource))
    for (const view of typeViews) {
      const least = fast.includes(view) && view.name !== 'untyped' ? 0.8 * plain.length : 0
      expect(linesTaken(view, plain), view.name).toBeGreaterThanOrEqual(least)
    }
    const lines = Array.from({ length: budget }, () => [...mutatedLine(random.pick(pool), random), 10])
    const content = Uint8Array.from(lines.flat())
    const store = await loadFiles([{ name: `${resourceType}.ndjson`, content }])
    const open = () => async () => streamOf([content])
    for (const view of typeViews)
      expect(shown(await readViewTable(view, store, open)), `${view.name!}, seed ${firstSeed}`).toEqual(
        shown(await readViewTable(view, store, open, { rows: ALL }))
      )
  }
})
