// JSON for Linux, and the table of policies in the documents.
import { exampleValues, generatedNote } from './text.mjs'

function schemaOf({ form, title, description, example }) {
  const kinds = {
    switch: () => ({ type: 'boolean' }),
    number: () => ({ type: 'integer', minimum: form.minimum, maximum: form.maximum }),
    choice: () => ({ type: 'string', enum: Object.keys(form.choices) }),
    text: () => ({ type: 'string', minLength: 1 }),
    list: () => ({ type: 'array', items: { type: 'string', minLength: 1 } }),
    structure: () => ({ type: Array.isArray(example) ? 'array' : 'object' })
  }
  return { title, description, ...kinds[form.kind](), examples: [example] }
}

/** A JSON schema of the files in `/etc/populus/policies`. */
export function renderJsonSchema({ policies }) {
  const properties = Object.fromEntries(Object.entries(policies).map(([name, policy]) => [name, schemaOf(policy)]))
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $comment: generatedNote,
    title: 'Populus policies',
    type: 'object',
    properties,
    additionalProperties: false
  }
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

/** A file with examples of policies. */
export function renderJsonExample(source) {
  return `${JSON.stringify(exampleValues(source), undefined, 2)}\n`
}

function formText({ form }) {
  const kinds = {
    switch: () => 'true or false',
    number: () => `${form.minimum} to ${form.maximum}`,
    choice: () => Object.keys(form.choices).join(', '),
    text: () => 'text',
    list: () => 'list of texts',
    structure: () => 'JSON'
  }
  return kinds[form.kind]()
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

/** The policies by category, for `docs/deploy.md`. */
export function renderTable({ policies, categories }) {
  return Object.entries(categories)
    .map(([category, title]) => {
      const rows = Object.entries(policies)
        .filter(([, policy]) => policy.category === category)
        .map(([name, policy]) => {
          const strict = policy.security ? `\`${JSON.stringify(policy.strictest)}\`` : '–'
          return `| \`${name}\` | ${cell(policy.title)} | ${cell(formText(policy))} | ${cell(strict)} | ${cell(policy.description)} |`
        })
      return [
        `### ${title}`,
        '',
        '| policy | title in the templates | value | strictest | what it does |',
        '| --- | --- | --- | --- | --- |',
        ...rows
      ].join('\n')
    })
    .join('\n\n')
}
