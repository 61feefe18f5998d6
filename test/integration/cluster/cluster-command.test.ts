import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { clusterCommand } from '../../../src-main/cli/cluster/cluster.ts'
import { openCommandAudit } from '../../../src-main/cli/data/command-audit.ts'
import { runCommand } from '../../../src-main/cli/terminal/run-command.ts'
import { unmanaged } from '../../support/policies.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Runs `populus cluster` with a data folder that has an audit log. */
async function setUp(resources = resolve(import.meta.dirname, '../../../resources')) {
  const data = temporaryFolder()
  mkdirSync(join(data, 'snapshots'))
  const audit = await openCommandAudit(data, quickKeyring(join(data, 'snapshots/keyring.json')))
  await audit.record({ action: 'data.opened', outcome: 'success', facts: {} })
  let printed = ''
  let errors = ''
  const io = {
    out: (text: string) => void (printed += text),
    err: (text: string) => void (errors += text),
    terminal: false,
    policies: unmanaged,
    resources,
    data,
    entry: '/program/headless.js'
  }
  return {
    run: async (...words: string[]) => {
      printed = ''
      errors = ''
      const code = await runCommand(clusterCommand, words, io)
      return { code, printed, errors }
    },
    records: () =>
      readFileSync(join(data, 'audit/audit.jsonl'), 'utf8')
        .split('\n')
        .slice(1, -1)
        .map((line) => {
          const { action, outcome, facts } = JSON.parse(line) as Readonly<Record<string, unknown>>
          return { action, outcome, what: (facts as { readonly what?: string }).what }
        })
  }
}

const job = ['--input', "s3a://b/it's here", '--output', 's3a://b/out', '--shards', '40', '--period', '2026']

describe('populus cluster', () => {
  it('prints what gives the job to a cluster, and runs nothing', async () => {
    const { run, records } = await setUp()
    const { code, printed } = await run('submit', '--archive', 's3a://b/populus.tar.gz', '--master', 'yarn', ...job)
    expect(code).toBe(0)
    const words = execFileSync('bash', ['-c', `spark-submit() { printf '%s\\n' "$@"; }; ${printed}`], {
      encoding: 'utf8'
    })
      .trimEnd()
      .split('\n')
    const valueOf = (option: string): string | undefined => words[words.indexOf(option) + 1]
    expect(valueOf('--input')).toBe("s3a://b/it's here")
    expect(valueOf('--archives')).toBe('s3a://b/populus.tar.gz#populus')
    expect(valueOf('--period')).toBe('2026-01-01..2026-12-31')
    expect(valueOf('--small-cells')).toBe('10')
    expect(valueOf('--records')).toBe('include')
    expect(words).toContain('spark.io.encryption.enabled=true')
    for (const file of [
      ...valueOf('--py-files')!.split(','),
      words.find((word) => word.endsWith('populus_cluster.py'))!
    ])
      expect(readFileSync(file, 'utf8')).toContain('Populus')
    expect(records()).toEqual([])
  })

  it('prints a job for Databricks', async () => {
    const { run } = await setUp()
    const { printed } = await run('submit', '--databricks', '--archive', '/Volumes/a/b/c/populus.tar.gz', ...job)
    const { tasks } = JSON.parse(printed) as {
      readonly tasks: readonly [
        { readonly spark_python_task: { readonly python_file: string; readonly parameters: string[] } }
      ]
    }
    expect(tasks[0].spark_python_task.python_file).toBe('/Volumes/a/b/c/populus_cluster.py')
    expect(tasks[0].spark_python_task.parameters).toEqual(
      expect.arrayContaining(['--shards', '40', "s3a://b/it's here"])
    )
  })

  it('asks for a reason where small counts leave, and for records', async () => {
    const { run } = await setUp()
    expect((await run('submit', '--archive', 'x', ...job, '--small-cells', '0')).code).toBe(2)
    const { code, errors } = await run('local', '--output', 'x', '--shards', '1')
    expect([code, errors]).toEqual([2, expect.stringContaining('--input')])
  })

  it('runs a Spark of this computer between two records of the audit log', async () => {
    const { run, records } = await setUp()
    const spark = join(temporaryFolder(), 'spark-submit')
    writeFileSync(spark, '#!/bin/sh\necho a line of Spark\nprintf \'%s\\n\' "$*"\n')
    chmodSync(spark, 0o755)
    const words = ['--input', 'data', '--output', 'out', '--shards', '2', '--spark-submit', spark]
    const { code, printed } = await run('local', ...words)
    expect(code).toBe(0)
    expect(printed).toContain(`--input ${resolve('data')} `)
    expect(printed).toContain(`--node ${process.execPath} --program /program/headless.js`)
    expect(printed).not.toContain('a line of Spark')
    writeFileSync(spark, '#!/bin/sh\nexit 3\n')
    const failed = await run('local', ...words)
    expect([failed.code, failed.errors]).toEqual([70, expect.stringContaining('Spark ended with code 3')])
    expect(records()).toEqual([
      { action: 'data.exported', outcome: 'intent', what: 'cluster-results' },
      { action: 'data.exported', outcome: 'success', what: 'cluster-results' },
      { action: 'data.exported', outcome: 'intent', what: 'cluster-results' },
      { action: 'data.exported', outcome: 'failure', what: undefined }
    ])
  })

  it('ends Spark where it is canceled, and says so', async () => {
    const { run, records } = await setUp()
    const folder = temporaryFolder()
    const spark = join(folder, 'spark-submit')
    const [started, ended] = [join(folder, 'started'), join(folder, 'ended')]
    writeFileSync(
      spark,
      `#!/bin/sh\ntrap 'touch ${ended}; exit 143' TERM\ntouch ${started}\nwhile :; do sleep 0.1; done\n`
    )
    chmodSync(spark, 0o755)
    const words = ['--input', 'data', '--output', 'out', '--shards', '2', '--spark-submit', spark]
    const running = run('local', ...words)
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), { timeout: 10_000 })
    // As the system does it; nothing else in this process may listen.
    process.emit('SIGTERM')
    const { code, errors } = await running
    expect([code, existsSync(ended)]).toEqual([130, true])
    expect(errors).toContain('Canceled. Spark has ended, and nothing of the run is a result.')
    expect(records().at(-1)).toMatchObject({ action: 'data.exported', outcome: 'failure' })
  })

  it('says how far a run is and what it came to, and records who read that', async () => {
    const { run, records } = await setUp()
    const output = temporaryFolder()
    expect((await run('status', output)).errors).toContain('no run')
    mkdirSync(join(output, 'shards'))
    mkdirSync(join(output, 'results'))
    writeFileSync(join(output, 'shards/00000.columns'), '')
    writeFileSync(join(output, 'status.json'), '{"state":"building","shards":3,"label":"Plan"}')
    expect((await run('status', output)).printed).toBe('Building partitions: 1 of 3 partitions\n')
    writeFileSync(join(output, 'status.json'), '{"state":"failed","shards":3,"label":"Plan"}')
    expect((await run('status', output, '--json')).code).toBe(1)
    const figure = { id: 'members', label: 'People', value: 12 }
    const groups = [{ id: 'rate', score: null }]
    const results = {
      asOf: '2026-10-31',
      people: 40,
      registries: [{ id: 'a', title: 'Asthma', figures: [figure] }],
      measures: [{ measure: 'urn:x/control', groups }]
    }
    writeFileSync(join(output, 'results/results.json'), JSON.stringify(results))
    const { printed } = await run('results', output)
    expect(printed).toMatch(/^40 people on 2026-10-31\n {2}Asthma +12\n {2}control rate +not shown\n$/)
    expect(records().map(({ action, outcome }) => `${String(action)} ${String(outcome)}`)).toEqual([
      'data.read intent',
      'data.read success'
    ])
  })

  it('packs the program with Node', async () => {
    const root = temporaryFolder()
    const long = `resources/measures/${'a-folder-with-a-long-name/'.repeat(4)}measure.json`
    for (const folder of [
      'out/main',
      'resources/views',
      'resources/registries',
      'resources/readmission',
      'resources/risk'
    ])
      mkdirSync(join(root, folder), { recursive: true })
    mkdirSync(join(root, long, '..'), { recursive: true })
    writeFileSync(join(root, long), '{"long":true}')
    writeFileSync(join(root, 'package.json'), '{}')
    const node = join(root, 'own-node')
    writeFileSync(node, '#!/bin/sh\necho this is node\n')
    const { run } = await setUp(join(root, 'resources'))
    const archive = join(root, 'populus.tar.gz')
    expect((await run('pack', '--out', archive, '--node', node)).errors).toContain('not built')
    writeFileSync(join(root, 'out/main/headless.js'), 'program')
    expect((await run('pack', '--out', archive, '--node', node)).code).toBe(0)
    const unpacked = temporaryFolder()
    execFileSync('tar', ['-xzf', archive, '-C', unpacked])
    expect(execFileSync(join(unpacked, 'node'), { encoding: 'utf8' })).toBe('this is node\n')
    expect(readFileSync(join(unpacked, 'out/main/headless.js'), 'utf8')).toBe('program')
    expect(readFileSync(join(unpacked, long), 'utf8')).toBe('{"long":true}')
  })
})
