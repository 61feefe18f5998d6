import { planTables } from '#engine/store/model/plan.ts'
import { describeTables } from '#engine/tables/sql/describe-tables.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { tablesDeclaration } from '../declarations/tables.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { readViewFiles } from '../../services/population/read-views.ts'

/** `populus tables`: the schema, from the view definitions; no data needed. */
export const tablesCommand = defineCommand(tablesDeclaration, async ({ values }, io) => {
  const tables = describeTables(
    planTables(await readViewFiles(io.resources)),
    loadRegistries(await readRegistries(io.resources))
  )
  if (values.json) {
    io.out(`${JSON.stringify(tables)}\n`)
    return 0
  }
  for (const { name, description, columns } of tables) {
    io.out(`${name}\n  ${description}\n`)
    for (const column of columns) io.out(`    ${column.name.padEnd(28)}${column.type.padEnd(9)}${column.description}\n`)
    io.out('\n')
  }
  return 0
})
