// Writes the pages of docs/reference that are made from the program itself: npm run docs:reference
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describeTables } from '#engine/tables/sql/describe-tables.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { fedTable } from '#engine/store/model/view-tags.ts'
import { roleMap } from '#shared/rights/role-map.ts'
import { rightNames } from '#shared/rights/right.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { helpText } from '../src-main/host/arguments/help-text.ts'
import { commandEntries } from '../src-main/cli/command-line.ts'
import type { CliCommand } from '../src-main/cli/terminal/command.ts'
import { readRegistries } from '../src-main/services/population/read-registries.ts'
import { readViewFiles } from '../src-main/services/population/read-views.ts'
import { exitCodeTable } from '../src-main/cli/terminal/exit-codes.ts'

const root = join(import.meta.dirname, '..')
const made = '<!-- Made from the program by "npm run docs:reference". Do not edit. -->'

async function commandPage(): Promise<string> {
  const rows = commandEntries.map(({ name, summary }) => `- [\`populus ${name}\`](#populus-${name}): ${summary}`)
  const sections: string[] = []
  for (const entry of commandEntries) {
    const command = await entry.load()
    const actions = actionsOf(command).length > 0 ? command.declarations.map(helpText) : []
    const texts = [command.help([]), ...actions].map((text) => `\`\`\`text\n${text.trimEnd()}\n\`\`\``)
    sections.push([`## populus ${entry.name}`, `${entry.summary}.`, ...texts].join('\n\n'))
  }
  return [
    made,
    '# Commands',
    'From a checkout: `npm run --silent populus -- <command>`. An installed Populus has `populus` on the path.',
    rows.join('\n'),
    `\`\`\`text\n${exitCodeTable.trimEnd()}\n\`\`\``,
    'With `--json` a result, and a failure too, is JSON on standard output. Messages go to standard error.',
    ...sections
  ].join('\n\n')
}

/** The words of the actions of a command, such as `train` and `score` of `populus model`; none where it has no actions. */
const actionsOf = ({ declarations }: CliCommand): readonly string[] =>
  declarations.flatMap(({ name }) => name.split(' ').slice(2))

/** The part of docs/command-line.md that lists the commands. */
const commandList = /(?<=<!-- commands: .* -->\n)[\s\S]*(?=<!-- end of commands -->)/

async function commandLinePage(): Promise<string> {
  const written = await readFile(join(root, 'docs/command-line.md'), 'utf8')
  const lines = await Promise.all(
    commandEntries.map(async ({ name, summary, load }) => {
      const actions = actionsOf(await load())
      const ofActions = actions.length === 0 ? '' : ` (${actions.map((action) => `\`${action}\``).join(', ')})`
      return `- [\`${name}\`](reference/commands.md#populus-${name}): ${summary}${ofActions}\n`
    })
  )
  return written.replace(commandList, `\n${lines.join('')}\n`)
}

/** A text in a cell of a Markdown table. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

async function tablePage(): Promise<string> {
  const resources = join(root, 'resources')
  const tables = describeTables(
    planTables(await readViewFiles(resources)),
    loadRegistries(await readRegistries(resources))
  )
  const sections = tables.map(({ name, description, columns }) => {
    const rows = columns.map((column) => `| \`${column.name}\` | ${column.type} | ${cell(column.description)} |`)
    return `## ${name}\n\n${description}\n\n| column | type | meaning |\n| --- | --- | --- |\n${rows.join('\n')}`
  })
  return [
    made,
    '# Tables',
    'What `populus sql` and the SQL screen can ask. Most tables are rows of ViewDefinitions (SQL on FHIR v2) in `resources/views`, which can be exported and run elsewhere; the others are derived from them. Dates are texts as `2026-03-31`; days that are not known are null.',
    tables.map(({ name }) => `[${name}](#${name})`).join(', '),
    ...sections
  ].join('\n\n')
}

async function rolePage(): Promise<string> {
  const { r4, r5 } = await readViewFiles(join(root, 'resources'))
  const map = roleMap([...r4, ...r5].map((view) => ({ resource: view.resource, table: fedTable(view) })))
  const sections = map.map(({ role, people, rights, screens, commands, types }) => {
    const rows = types.map(({ type, scope, tables }) => `| ${type} | \`${scope}\` | ${tables.join(', ')} |`)
    return [
      `## ${role}`,
      `Sees people: ${peopleTexts[people]}.`,
      `Rights: ${rights.map((right) => rightNames[right]).join(', ')}.`,
      `Screens: ${screens.join(', ')}. Commands: ${commands.join(', ')}.`,
      rows.length === 0
        ? 'No resource type.'
        : `| resource type | scope | tables |\n| --- | --- | --- |\n${rows.join('\n')}`
    ].join('\n\n')
  })
  return [
    made,
    '# What each role reaches',
    'Screens and commands follow from the rights of a role ([roles](../roles.md)), resource types from what its screens read, and scopes and tables from the types. A connection asks for the scopes that all screens together need, and for no other. `populus roles --map` prints the same.',
    ...sections
  ].join('\n\n')
}

/** How a role sees people. */
const peopleTexts = {
  none: 'not at all',
  figures: 'in figures about groups alone',
  masked: 'in lists and records, with identifiers masked',
  named: 'in lists and records, with names for a reason that is recorded'
} as const

/** The pages by their path below the root of the checkout, before the formatter has seen them. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/command-line.md', await commandLinePage()],
    ['docs/reference/commands.md', `${await commandPage()}\n`],
    ['docs/reference/tables.md', `${await tablePage()}\n`],
    ['docs/reference/roles.md', `${await rolePage()}\n`]
  ])
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const [path, text] of await referencePages()) await writeFile(join(root, path), text)
