import { describe, expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'
import { labelLiterals, textsOutsideCatalogs } from './texts.ts'

/** Texts that look like sentences of ours and are not, by the path they are in, with the reason. */
const notOurs: readonly (readonly [path: RegExp, text: RegExp, reason: string])[] = [
  [/\/arguments\/completion\.ts$/, /./, 'scripts of shells'],
  [/^src-main\/sample\/population\//, /./, 'names in invented records'],
  [/^src-main\/sample\/server\//, /./, 'replies of the sample server, as foreign servers write them'],
  [/^src-renderer\/engine\/cohorts\/cql\//, /./, 'CQL that is written'],
  [/\/claims\/claim-faults\.ts$|\/registries\/claim-evidence\.ts$/, /./, 'values of a column of tables'],
  [/\/selection\/|\/units\/|explore-dimensions/, /^'Place and payer'$/, 'a key of groups of filters'],
  [/\/shared\/rights\/(role-map|scope-needs)\.ts$|\/settings\/needed-by\.ts$/, /./, 'keys of what screens need'],
  [
    /\/audit-event-codes\.ts$|\/path-types\.ts$|\/fhir-types\.ts$|\/fhir-values\.ts$|\/public-values\.ts$/,
    /./,
    'terms of FHIR'
  ],
  [/\/explain\/phrase(-vocabulary)?\.ts$/, /./, 'names of functions that libraries have'],
  [/\/drug-ingredients\.ts$/, /./, 'names of RxNorm'],
  [/\/code-systems\.ts$/, /./, 'names of code systems as files write them'],
  [/\/analytes\.ts$/, /^'% of total hgb'$/, 'a unit'],
  [/\/storage\//, /populus (sealed|root|older|recovery|backup)/, 'purposes that keys are derived for'],
  [
    /\/column-treatment\.ts$|\/identifying-columns\.ts$|\/view-issues\.ts$|\/complete-view\.ts$/,
    /./,
    'names of columns and elements'
  ],
  [/\/sql-tokens\.ts$|\/may-name-person\.ts$|\/cql-tokens\.ts$/, /./, 'words of a language'],
  [/\/suggest-lists\.ts$/, /./, 'words that say nothing about a list'],
  [/\/(value-set|read-code|read-map)-table\.ts$/, /./, 'heads of columns as publishers write them'],
  [
    /\/cli\/(?:declarations|cluster|service|tables|update)\//,
    /^'(?:populus|select|a table) /,
    'names of commands, and examples of values'
  ],
  [/\/tables\/catalog\/(?:duckdb|spark)-script\.ts$/, /./, 'statements of other engines'],
  [/\/print-results\.ts$/, /JSON\.stringify/, 'a line of JSON'],
  [/\/page-session\.ts$/, /may I come in/, 'a message between tabs'],
  [/\/auth\/|\/host\//, /^`(?:Bearer|Basic) /, 'headers of HTTP'],
  [/./, /^`Populus \$\{/, 'the name of the program'],
  [
    /\/(models|checks|reconcile|discharge|sql|cost|risk)\//,
    /^[`'](?:paid from|first day of|values of|sides of|visits to|types of)/,
    'names of what is cached'
  ],
  [/\.svelte$/, /^(?:figure|value|source|populus [a-z]+(?: --[a-z]+| [A-Z]+)*)$/, 'names of columns and commands'],
  [/\.svelte$/, /^[`"]?(?:Row extends|noopener|M\{|&nbsp;|https:|syslog|\{)|px auto auto/, 'code in markup']
]

/** Folders in which a word with a capital is nearly always a label. In the rest of the engine most are types of ELM and FHIR. */
const showing =
  /^src-renderer\/(?:board-reports|charts|engine\/reports|figures|screens|shared|shell|state|ui)\/|^src-main\/(?:api|cli|host|services)\//

/** Words that look like labels of ours and are not, by the path they are in, with the reason. */
const notLabels: readonly (readonly [path: RegExp, text: RegExp, reason: string])[] = [
  [/./, /^Populus$/, 'the name of the program'],
  [/\/cli\/(?:cluster\/)?declarations(?:\/|\.ts$)/, /^(?:Cluster|Diabetes|Hospital|Plan)$/, 'examples of values'],
  [/\/service-files\.ts$/, /./, 'words of schedulers of tasks'],
  [/\/data-folder\.ts$/, /^(?:Local|Roaming)$/, 'folders of Windows'],
  [/\/gaps-bundle\.ts$/, /^Caregap$/, 'the display of a code of HL7'],
  [/\/report-pptx\.ts$/, /^Title(?: only)?$/, 'names of layouts that programs for slides know'],
  [/\/new-measure\.ts$/, /./, 'names of definitions in CQL'],
  [/\/shared\/rights\/(?:role-map|scope-needs)\.ts$|\/settings\/needed-by\.ts$/, /./, 'keys of what screens need'],
  [/\/page-failures\.ts$/, /^Error$/, 'the name of a class'],
  [/\/ChartRegion\.svelte$/, /^How computed$/, 'the comment of the component']
]

const files = sourceFiles('src-main', 'src-renderer').filter(
  (file) => !file.includes('/scanner/kernel/') && !file.startsWith('src-renderer/shared/messages/')
)

describe('texts', () => {
  it('that people read are in catalogs', () => {
    const outside = files.flatMap((file) =>
      textsOutsideCatalogs(file)
        .filter((text) => !notOurs.some(([path, pattern]) => path.test(file) && pattern.test(text)))
        .map((text) => `${file}: ${text.slice(0, 120)}`)
    )
    expect(outside).toEqual([])
  })

  it('of one or two words that people read are in catalogs', () => {
    const outside = files
      .filter((file) => showing.test(file))
      .flatMap((file) =>
        labelLiterals(file)
          .filter((text) => !notLabels.some(([path, pattern]) => path.test(file) && pattern.test(text)))
          .map((text) => `${file}: ${text}`)
      )
    expect(outside).toEqual([])
  })

  it('have the plurals of the language in force', () => {
    // Those of English would be written as `count === 1 ? '' : 's'`.
    const english = files.filter((file) => /\? ''\s*: '(?:e?s|ies)'/.test(readSource(file)))
    expect(english).toEqual([])
  })

  it('have numbers and dates of the language in force, which one file knows', () => {
    const fixed =
      /(?:toLocale(?:Date|Time)?String|Intl\.(?!supportedValuesOf)\w+)\((?!\)\.resolvedOptions)\s*(?:['"`)]|undefined)|\blocale: ['"`]/g
    const found = sourceFiles('src-main', 'src-renderer').flatMap((file) =>
      (readSource(file).match(fixed) ?? []).map((call) => `${file}: ${call}`)
    )
    expect(found).toEqual([])
  })

  it('name several things, months and withheld counts in the language in force', () => {
    // Statements of CQL are the same in each language.
    const languages = /\/cohorts\/cql\//
    const english = /\.join\(' (?:and|or) '\)|\bJan Feb\b|: 'suppressed'\n|(?<!value=.*)\? 'suppressed' :|`Q\$\{/g
    const found = files
      .filter((file) => !languages.test(file))
      .flatMap((file) => (readSource(file).match(english) ?? []).map((text) => `${file}: ${text.trim()}`))
    // Scripts compare the marks in the JSON of measures.
    const marks = 'src-renderer/engine/base/privacy/suppress-populations.ts:'
    expect(found.filter((text) => !text.startsWith(marks))).toEqual([])
  })

  it('of catalogs are all used', () => {
    const used = new Set<string>()
    for (const source of files.map(readSource)) {
      for (const [, name, alias, path] of source.matchAll(
        /import \{ (\w+)(?: as (\w+))? \} from '#messages\/([\w/-]+)\.ts'/g
      )) {
        for (const [, key] of source.matchAll(new RegExp(`\\b${alias ?? name}\\.(\\w+)`, 'g')))
          used.add(`${path} ${key}`)
      }
    }
    const root = 'src-renderer/shared/messages/en-US/'
    const unused = sourceFiles(root).flatMap((file) => {
      const path = file.slice(root.length, -'.ts'.length)
      const keys = [...readSource(file).matchAll(/^ {2}(\w+): /gm)].map(([, key]) => key!)
      return keys.filter((key) => !used.has(`${path} ${key}`)).map((key) => `${path}: ${key}`)
    })
    expect(unused).toEqual([])
  })
})
