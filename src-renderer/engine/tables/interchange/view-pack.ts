import { configure, TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import type { ReleaseViews } from '../../store/model/plan.ts'
import type { ViewDefinition } from '../../views/view-definition.ts'

// zip.js would start workers from blob URLs, which the content security policy forbids.
configure({ useWebWorkers: false })

/**
 * The definitions of all tables as a zip archive: one ViewDefinition per file, by release, with a guide.
 * @param own views of the user's own, under their table names
 */
export async function viewPack(
  { r4, r5 }: ReleaseViews,
  own: ReadonlyMap<string, ViewDefinition>
): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new ZipWriter(new Uint8ArrayWriter())
  await zip.add('GUIDE.md', new TextReader(guide(r4)))
  for (const [folder, views] of [
    ['r4', r4.map((view) => [view.name, view] as const)],
    ['r5', r5.map((view) => [view.name, view] as const)],
    ['own', [...own]]
  ] as const) {
    for (const [name, view] of views) {
      await zip.add(`${folder}/${name}.json`, new TextReader(`${JSON.stringify(view, undefined, 2)}\n`))
    }
  }
  return new Uint8Array(await zip.close())
}

function guide(views: readonly ViewDefinition[]): string {
  return `# Running these tables elsewhere

Every file here is a SQL on FHIR v2 ViewDefinition: the same definitions that Populus uses. When a population outgrows one
machine, take the definitions to an engine that scales out; names, columns and meaning of the tables stay the same.

Folders: \`r4\` for FHIR R4 and R4B, \`r5\` for FHIR R5, \`own\` for the views that you saved. Tables: ${views.map(({ name }) => name).join(', ')}.

Two tags are for Populus alone, and other engines may leave them aside: \`urn:populus:table\` names the table that a view
feeds (two views may feed one), \`urn:populus:time\` the columns that date a row. Column tags \`populus/…\` say which columns
are ids, references and parts of a coded concept.

## Pathling on Spark (Python)

    import json
    from pathling import PathlingContext

    pc = PathlingContext.create()
    data = pc.read.ndjson("ndjson/")                      # the files of a bulk export, one type in each
    with open("r4/condition.json") as file:
        view = json.load(file)
    condition = data.view(resource=view["resource"], select=view["select"])
    condition.write.parquet("tables/condition")

A definition of your own may also have "where" and "constant": hand them over, too.

## DuckDB over Parquet that Populus exported

    select code, count(distinct patient_id) as people
    from read_parquet('condition.parquet')
    group by code order by people desc;

One row per person for a model, with registries, use, results and measures as of the date of the export:

    create table person_feature as from read_parquet('person_feature.parquet');

In Parquet, dates are DATE and times are TIMESTAMP in UTC; a date that was written as a year or a month stands for its first
day. In CSV dates are as they were written. What a table and its columns mean is in the file itself:

    select * from parquet_kv_metadata('condition.parquet');

## Any other engine of SQL on FHIR

Give it one of the files as it is. References are read with \`getReferenceKey\`, ids with \`getResourceKey\`; both have to
give keys that can be compared with each other, as the specification asks.
`
}
