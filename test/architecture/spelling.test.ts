import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** Everything that we write: sources, tests, documents, and the logic and texts of measures. */
const files = globSync(
  [
    '{src-main,src-renderer,build,test}/**/*.{ts,svelte,mjs,mts,css,py,sh,md}',
    'docs/**/*.{md,json,py}',
    'resources/{measures,registries}/**/*.{json,cql,md}',
    '*.{md,ts}'
  ],
  { cwd: root, exclude: (path) => /(?:^|[\\/])(?:node_modules|\.venv|spelling\.test\.ts)$/.test(path) }
).map((path) => path.replaceAll('\\', '/'))

/** British forms of words, in names too. */
const british =
  /colour|neighbour|favour|behaviour|honour|modelled|\bcentre\b|\bgrey\b|\blicen[c]es?\b|catalogue|programme\b|whilst|learnt|artefact|judgement|haemo(?!philus)|paediatr|enrolment|fulfil(?:s|ment)\b|anaem|\boestr|\boedem|diarrhoea|tumour|labour|rumour|travell|fibre\b|litre|metre\b|manoeuv|(?:author|organ|recogn|standard|normal|optim|minim|maxim|initial|final|capital|general|special|categor|character|prior|random|synchron|token|summar|util|visual|serial|memor|anonym|local|equal|immun|hospital)is(?:e[ds]?|er|ing|ation)\b/gi

/** Days before months. Three letters stay, as the headers of HTTP have them. */
const dayFirst =
  /\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b/g

/** What is set up, as a noun. Names of folders and of kinds in files stay. */
const setUp = /(?<![/\w'-])set-up(?!\/|\.\w|[\w'-])|'set-up [a-z]/gi

/** Where a British form stays: names of others, and codes under which users have already saved something. */
const others: readonly RegExp[] = [
  /Open Government Licence/g,
  // Addresses of measures, and names of their libraries.
  /(?:childhood|influenza|pneumococcal|zoster)-immunisation|Populus\w+(?:Immunis|Hospitalis)ation|follow-up-after-hospitalisation/g,
  // Ids of figures, series and former measures of Explore, which boards and views have.
  /utilisation\/|'(?:incidence-)?standardised'|latest_haemoglobin_a1c/gi,
  // A state of an export, which its journal has.
  /\bauthorising\b/g
]

describe('spelling', () => {
  it('finds the files', () => {
    expect(files.length).toBeGreaterThan(3000)
  })

  it('is American', () => {
    const found = files.flatMap((file) => {
      const text = others.reduce((rest, each) => rest.replace(each, ''), readFileSync(resolve(root, file), 'utf8'))
      return (text.match(british) ?? []).map((word) => `${file}: ${word}`)
    })
    expect(found).toEqual([])
  })

  it('has the month before the day', () => {
    const found = files.flatMap((file) =>
      (readFileSync(resolve(root, file), 'utf8').match(dayFirst) ?? []).map((date) => `${file}: ${date}`)
    )
    expect(found).toEqual([])
  })

  it('has one word for what is set up', () => {
    const found = files
      // What was said of earlier versions stays.
      .filter((file) => file !== 'CHANGELOG.md')
      .flatMap((file) =>
        (readFileSync(resolve(root, file), 'utf8').match(setUp) ?? []).map((word) => `${file}: ${word}`)
      )
    expect(found).toEqual([])
  })
})
