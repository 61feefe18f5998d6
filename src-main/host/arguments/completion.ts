import { defined } from '#shared/language/defined.ts'
import type { CommandDeclaration } from './declaration.ts'

/** Shells that scripts are written for. */
export const completedShells = ['bash', 'zsh', 'fish', 'powershell'] as const

/** A shell of {@link completedShells}. */
type CompletedShell = (typeof completedShells)[number]

/** What may stand behind one beginning of a command line. */
interface Completion {
  /** Words that lead here, such as `model train`; empty for the name of the program alone. */
  readonly path: string
  /** Commands, actions or options. */
  readonly words: readonly string[]
}

/**
 * A script by which a shell completes commands, actions and options; what follows them is left to the shell, as paths.
 * @param program such as `populus`
 */
export function completionScript(
  shell: CompletedShell,
  program: string,
  declarations: readonly CommandDeclaration[]
): string {
  return scripts[shell](program, completionsOf(program, declarations))
}

function completionsOf(program: string, declarations: readonly CommandDeclaration[]): readonly Completion[] {
  const paths = declarations.map(({ name }) => name.split(' ').slice(1))
  const next = (path: readonly string[]): string[] => [
    ...new Set(
      paths.flatMap((words) => {
        const word = words[path.length]
        return word !== undefined && path.every((each, index) => each === words[index]) ? [word] : []
      })
    )
  ]
  const groups = [[], ...paths.filter((words) => words.length > 1).map((words) => words.slice(0, -1))]
  const inner = new Map(groups.map((path) => [path.join(' '), next(path)]))
  const leaves = declarations.map(({ name, options }) => ({
    path: name.slice(program.length + 1),
    words: [...Object.keys(options), 'help'].map((option) => `--${option}`)
  }))
  return [...[...inner].map(([path, words]) => ({ path, words })), ...leaves]
}

const quoted = (words: readonly string[]): string => words.join(' ')

/** Cases of a POSIX shell over the words before the one that is typed, without options. */
const cases = (completions: readonly Completion[]): string =>
  completions.map(({ path, words }) => `    '${path}') words='${quoted(words)}' ;;`).join('\n')

const scripts: Readonly<Record<CompletedShell, (program: string, completions: readonly Completion[]) => string>> = {
  bash: (program, completions) => `_${program}() {
  local path='' words='' word
  for word in "\${COMP_WORDS[@]:1:2}"; do
    case "$path $word" in
${prefixes(completions)}
    esac
  done
  case "$path" in
${cases(completions)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _${program} ${program}
`,
  zsh: (program, completions) => `#compdef ${program}
_${program}() {
  local path_='' words_='' word
  for word in "\${(@)words[2,3]}"; do
    case "$path_ $word" in
${prefixes(completions).replaceAll('path=', 'path_=')}
    esac
  done
  case "$path_" in
${cases(completions).replaceAll(') words=', ') words_=')}
  esac
  compadd -- \${=words_}
  _files
}
compdef _${program} ${program}
`,
  fish: (program, completions) =>
    completions
      .flatMap(({ path, words }) => {
        const seen = path.split(' ').filter((word) => word !== '')
        const condition =
          seen.length === 0
            ? '__fish_use_subcommand'
            : seen.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ')
        return words.map((word) =>
          word.startsWith('--')
            ? `complete -c ${program} -n '${condition}' -l ${word.slice(2)}`
            : `complete -c ${program} -n '${condition}' -a ${word}`
        )
      })
      .join('\n')
      .concat('\n'),
  powershell: (program, completions) => `Register-ArgumentCompleter -Native -CommandName ${program} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $completions = @{
${completions.map(({ path, words }) => `    '${path}' = '${quoted(words)}'`).join('\n')}
  }
  $path = ''
  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1 -First 2) {
    $longer = "$path $element".Trim()
    if ($completions.ContainsKey($longer)) { $path = $longer }
  }
  $completions[$path].Split(' ') | Where-Object { $_ -like "$wordToComplete*" }
}
`
}

/** Cases that walk from one beginning to a longer one. */
function prefixes(completions: readonly Completion[]): string {
  return completions
    .filter(({ path }) => path !== '')
    .map(({ path }) => {
      const words = path.split(' ')
      return `      '${words.slice(0, -1).join(' ')} ${defined(words.at(-1))}') path='${path}' ;;`
    })
    .join('\n')
}
